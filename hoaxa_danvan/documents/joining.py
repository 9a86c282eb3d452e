"""Prints of one paper made into one file that is still tagged: what its readers hear goes on too.

Run as a program it is what `pressroom.join` starts, for the same reasons and within the same limits
as the press: the trees of a thousand pages take half a gigabyte. It knows nothing of the portal.
"""

import io
import json
import resource
import signal
import sys
from collections.abc import Sequence
from typing import Any

import pikepdf

EXIT_NO_MEMORY = 71


def joined(parts: Sequence[bytes]) -> bytes:
    """One PDF: title, language, colours and archive marks of the first part, pages and tags of all.

    The same parts give the same bytes. Each part brings the fonts of its own pages along.
    """
    with pikepdf.open(io.BytesIO(parts[0])) as whole:
        for number, part in enumerate(parts[1:], start=1):
            with pikepdf.open(io.BytesIO(part)) as source:
                _append(whole, source, number)
        target = io.BytesIO()
        whole.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _append(whole: pikepdf.Pdf, source: pikepdf.Pdf, number: int) -> None:
    """Pages, their structure and their headings; the keys of both trees are made different first."""
    before, tree = len(whole.pages), whole.Root.StructTreeRoot
    numbers = tree.ParentTree.Nums
    next_key = int(numbers[-2]) + 1
    _rename_cells(source, number)
    for page in source.pages:
        page.StructParents = int(page.StructParents) + next_key
    whole.pages.extend(source.pages)

    # One copy of the root brings its whole tree, with the pages that have just been copied.
    added = whole.copy_foreign(source.Root.StructTreeRoot)
    document = tree.K[0]
    for element in added.K[0].K:
        element.P = document
        document.K.append(element)
    keys = list(added.ParentTree.Nums)
    for key, elements in zip(keys[::2], keys[1::2], strict=True):
        numbers.append(int(key) + next_key)
        numbers.append(elements)
    _add_headings(whole, source, before)


def _rename_cells(source: pikepdf.Pdf, number: int) -> None:
    """Cells name their headings by ids that WeasyPrint counts anew in every print."""
    for element in source.objects:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/Type") != "/StructElem":
            continue
        if "/ID" in element:
            element.ID = _renamed(element.ID, number)
        if "/A" in element and "/Headers" in element.A:
            element.A.Headers = pikepdf.Array([_renamed(name, number) for name in element.A.Headers])


def _renamed(name: Any, number: int) -> pikepdf.String:
    return pikepdf.String(f"{number}.{name}")


def _add_headings(whole: pikepdf.Pdf, source: pikepdf.Pdf, before: int) -> None:
    """The headings that a reader's side panel shows lead to the same pages, now further back."""
    with whole.open_outline() as target, source.open_outline() as outline:
        for item in outline.root:
            target.root.append(_moved(item, before))


def _moved(item: pikepdf.OutlineItem, before: int) -> pikepdf.OutlineItem:
    destination = item.destination
    if not isinstance(destination, pikepdf.Array):
        raise TypeError(f"the heading {item.title!r} leads to {destination!r}, not to a page of its print")
    page = pikepdf.Page(destination[0]).index
    moved = pikepdf.OutlineItem(item.title, before + page)
    moved.children.extend(_moved(child, before) for child in item.children)
    return moved


def main(seconds: int, megabytes: int) -> None:
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    sizes = json.loads(sys.stdin.buffer.readline())
    try:
        sys.stdout.buffer.write(joined([sys.stdin.buffer.read(size) for size in sizes]))
    except MemoryError:
        sys.exit(EXIT_NO_MEMORY)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
