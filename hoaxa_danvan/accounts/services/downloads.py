from datetime import datetime

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.lists import Download


def note_download(download: Download, *, by: Appointment, at: datetime) -> None:
    """Personal data has left the portal as a file: the trail says to whom, which and how much."""
    details = {"form": download.form, "rows": download.rows, "query": download.query}
    record("download", by=by, at=at, note=download.title, details=details)
