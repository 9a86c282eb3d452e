"""Office files are zip archives: these come out the same each time, whenever they are made."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name


def repacked(archive: bytes, changes: Mapping[str, bytes] | None = None) -> bytes:
    """The same members in the same order without the time of their making; `changes` replaces some."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, EPOCH)
            member.compress_type = ZIP_DEFLATED
            target.writestr(member, (changes or {}).get(name, source.read(name)))
    return made.getvalue()
