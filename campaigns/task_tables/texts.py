"""Words as they come out of cells and off the clipboard."""

from hoaxa_danvan.lib.text import fold, tidy

__all__ = ["fold", "in_one_line", "of_the_work", "tidy"]


def in_one_line(text: str) -> str:
    """Lines become parts of one sentence: a field of one line would run them into each other."""
    lines = (line.strip().removeprefix("- ").rstrip(" ;") for line in text.split("\n"))
    return "; ".join(line for line in lines if line)


def of_the_work(text: str) -> str:
    """Its lines stay; the sign before a single one says nothing."""
    return text if "\n" in text else text.removeprefix("- ")
