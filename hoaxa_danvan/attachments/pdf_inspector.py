"""Run as a program of its own: reads a PDF from standard input, prints what is wrong with it.

It imports nothing of the portal, so that it starts quickly and has nothing to lose.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

MEMORY = 1 << 30
SECONDS = 15
# After its end mark a scanner may leave a few bytes; another file hidden there is longer.
LOOSE_END = 1024

# Names that make a reader do something, or that carry another file.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
ACTIVE_KINDS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMediaExecute"}
)


def limit_itself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def verdict(content: bytes) -> str:
    """“fine”, “encrypted”, “active” or “broken”."""
    if not ends_well(content):
        return "broken"
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            if not len(pdf.pages):
                return "broken"
            return "active" if any(map(is_active, dictionaries(pdf))) else "fine"
    except pikepdf.PasswordError:
        return "encrypted"
    except Exception:  # whatever a broken file makes the reader say, the person hears one sentence
        return "broken"


def ends_well(content: bytes) -> bool:
    _, mark, rest = content.rpartition(b"%%EOF")
    return bool(mark) and len(rest.strip(b"\0\t\n\f\r ")) <= LOOSE_END


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary in the file, those inside others too."""
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += [part for part in thing if is_nested(part)]
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            waiting += [part for _, part in thing.items() if is_nested(part)]


def is_nested(part: Any) -> bool:
    """What has a number of its own comes up by itself."""
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect


def is_active(thing: Any) -> bool:
    keys = set(thing.keys())
    return bool(keys & ACTIVE_KEYS) or ("/S" in keys and str(thing.get("/S")) in ACTIVE_KINDS)


if __name__ == "__main__":
    limit_itself()
    sys.stdout.write(verdict(sys.stdin.buffer.read()))
