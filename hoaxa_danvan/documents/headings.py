"""How each kind of body heads, numbers and signs its papers, and the letterheads of the commune's bodies.

Both ship as data in defaults/; what the commune changed of them stands in `Stationery` and goes
before: ask `selectors.stationery`. A document keeps the profile that it was ordered with.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, Self, TypedDict

from hoaxa_danvan.lib.defaults import load_defaults

Prefix = Literal["on_behalf", "deputy", "by_order", "acting"]
Scheme = Literal["party", "state"]
# What stands in a source where the commune's văn thư has yet to say how it is.
UNCERTAIN = "hỏi văn thư"
PLAIN_SYMBOL = re.compile(r"[\w./ -]{0,20}")


@dataclass(frozen=True, slots=True)
class HeadingProfile:
    """One way of heading a paper. `look` holds the custom properties of paper.css; the rest is wording.

    `scheme` is how numbers run: the Party's through a term, the state's through a calendar year.
    `subject_lead` begins the title of a công văn (“về việc”, “V/v”).
    """

    key: str
    name: str
    source: str
    scheme: Scheme
    title_lines: tuple[str, ...]
    issuer_mark: str
    number_label: str
    symbol: str
    subject_lead: str
    title_capital: bool
    title_end: str
    basis_dash: bool
    prefixes: Mapping[Prefix, str]
    look: Mapping[str, str]

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**{**stored, "title_lines": tuple(stored["title_lines"])})

    def to_dict(self) -> dict[str, Any]:
        """Only JSON's own types."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "title_lines": list(self.title_lines),
            "prefixes": dict(self.prefixes),
            "look": dict(self.look),
        }

    def symbol_for(self, *, kind: str, body: str) -> str:
        """What follows the digits of the number: “-KH/ĐU”, “/KH-UBND”."""
        return self.symbol.format(kind=kind, body=body)

    def parts_of(self, symbol: str) -> tuple[str, str] | None:
        """Kind and body of a symbol as typed: “-KH/ĐU” is KH and ĐU; None where it is built otherwise."""
        kind, body = r"(?P<kind>[^\W\d_]+)", r"(?P<body>[^\W_][\w-]*)"
        wanted = re.escape(self.symbol).replace(r"\{kind\}", kind).replace(r"\{body\}", body)
        found = re.fullmatch(wanted, symbol)
        return (found["kind"], found["body"]) if found else None

    def authority(self, prefix: Prefix, body: str) -> str:
        """The line over the office: “T/M BAN THƯỜNG VỤ”, “TM. ỦY BAN NHÂN DÂN”."""
        return f"{self.prefixes[prefix]} {body.upper()}"

    @property
    def is_uncertain(self) -> bool:
        return UNCERTAIN in self.source.lower()


class Head(TypedDict):
    """What the issuing body sets of a `Paper`."""

    parent_line: str
    issuer_line: str
    issuing_body: str
    place: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A body that issues papers: its heading lines, its code in the symbol, who signs as a rule.

    `numbering`: the number is “typed” as the body's own register gives it, or the portal's
    “sequence” gives it. `numbered_by_kind`: each loại văn bản counts for itself.
    """

    key: str
    name: str
    profile: str
    parent_line: str
    issuer_line: str
    issuing_body: str
    code: str
    authority: str
    office: str
    place: str
    source: str = ""
    numbering: Literal["typed", "sequence"] = "typed"
    numbered_by_kind: bool = True
    filed_at: str = ""  # the last line of Nơi nhận: “Lưu Văn phòng Đảng ủy”
    register: str = ""  # whose numbers it counts with; empty: all bodies of its code count together

    @property
    def is_uncertain(self) -> bool:
        return UNCERTAIN in self.source.lower()

    @property
    def issuer(self) -> str:
        """Whose register its numbers stand in. Bodies of one code share one: the Đảng ủy and its Ban
        Thường vụ; two chi bộ, each with a register of its own, do not."""
        return self.register or self.code or self.key

    def head(self) -> Head:
        """For `Paper(**…)`."""
        return Head(
            parent_line=self.parent_line,
            issuer_line=self.issuer_line,
            issuing_body=self.issuing_body,
            place=self.place,
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@cache
def default_profiles() -> Mapping[str, HeadingProfile]:
    """Every profile by its key, in the order of the file."""
    stored = load_defaults("documents/heading_profiles.yaml")
    return MappingProxyType(
        {key: HeadingProfile.from_dict({**row, "key": key}) for key, row in stored.items()}
    )


@cache
def default_letterheads() -> Mapping[str, Letterhead]:
    """The commune's own bodies by their key, in the order of the file."""
    stored = load_defaults("documents/letterheads.yaml")
    return MappingProxyType({key: Letterhead(**{**row, "key": key}) for key, row in stored.items()})


def is_symbol(pattern: str) -> bool:
    """Kind and body once each, and otherwise only what may stand in a number: “-{kind}/{body}”."""
    rest = pattern.replace("{kind}", "", 1).replace("{body}", "", 1)
    return len(pattern) - len(rest) == len("{kind}{body}") and PLAIN_SYMBOL.fullmatch(rest) is not None
