"""How each kind of body heads, numbers and signs its papers: data, in defaults/heading_profiles.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml

DEFAULTS = Path(__file__).parent / "defaults" / "heading_profiles.yaml"

Prefix = Literal["on_behalf", "deputy", "by_order", "acting"]


@dataclass(frozen=True, slots=True)
class HeadingProfile:
    """One way of heading a paper. `look` holds the custom properties of paper.css; the rest is wording."""

    key: str
    name: str
    source: str
    title_lines: tuple[str, ...]
    issuer_mark: str
    number_label: str
    symbol: str
    title_capital: bool
    title_end: str
    basis_dash: bool
    prefixes: Mapping[Prefix, str]
    look: Mapping[str, str]

    def symbol_for(self, *, kind: str, body: str) -> str:
        """What follows the digits of the number: “-KH/ĐU”, “/KH-UBND”."""
        return self.symbol.format(kind=kind, body=body)

    def authority(self, prefix: Prefix, body: str) -> str:
        """The line over the office: “T/M BAN THƯỜNG VỤ”, “TM. ỦY BAN NHÂN DÂN”."""
        return f"{self.prefixes[prefix]} {body.upper()}"


@cache
def heading_profiles() -> Mapping[str, HeadingProfile]:
    """Every profile by its key, in the order of the file."""
    stored = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))
    return MappingProxyType({key: _profile(key, row) for key, row in stored.items()})


def _profile(key: str, row: dict) -> HeadingProfile:
    return HeadingProfile(**{**row, "key": key, "title_lines": tuple(row["title_lines"])})
