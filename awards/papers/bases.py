"""Căn cứ of a decision on awards: a dated table, because the rules change."""

from datetime import date
from functools import cache
from typing import Any

from hoaxa_danvan.lib.defaults import load_defaults


@cache
def legal_bases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load_defaults("awards/legal_bases.yaml")
    return found


def bases_on(day: date, *, track: str) -> list[dict[str, Any]]:
    """The rules that hold on that day for awards of the track, in the order of the file."""
    return [
        base
        for base in legal_bases()
        if base["track"] == track
        and base["from"] <= day
        and (base.get("until") is None or day <= base["until"])
    ]
