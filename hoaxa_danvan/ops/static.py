"""Collects static files only when one of them has changed: it compresses, which takes seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# Bootstrap's package carries 47 files, the pages use one of them. Each is compressed twice.
UNUSED = ["bootstrap-*", "*.rtl.*", "*.esm.*", "jquery*", "bootstrap.css*", "bootstrap.js*"]
UNUSED += ["bootstrap.min.js*", "bootstrap.bundle.js*"]


def collect_changed_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, ignore_patterns=UNUSED, verbosity=0)
        stamp.write_text(now)


def fingerprint() -> str:
    """Changes with any file's place, size or time of change, and with the way of storing them."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
