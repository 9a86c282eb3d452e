"""What the inspector found, as values of known types: its word is read, not believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from hoaxa_danvan.documents.signed.answers import CLOCKS

TRUSTS = ("no_roots", "unasked", "trusted", "lapsed", "expired", "unknown", "refused")
# A certificate “for ever” ends in the last second of 9999, which no calendar east of London can show.
YEARS = 1900, 9998
PLAIN: Mapping[Any, Callable[[Any], Any]] = {str: str, int: int, bool: bool}


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """`end`: every byte up to there is signed; 0 when the signature leaves out more than itself."""

    name: str
    organisation: str
    signed_at: datetime | None
    clock: str
    is_stamp: bool
    is_intact: bool
    is_valid: bool
    is_weak: bool
    end: int
    later_revisions: int
    trust: str
    anchor: str
    valid_until: datetime

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Self:
        if row["trust"] not in TRUSTS or row["clock"] not in CLOCKS:
            raise ValueError
        times = {
            "signed_at": moment(row["signed_at"]) if row["signed_at"] else None,
            "valid_until": moment(row["valid_until"]),
        }
        return cls(**typed(cls, row) | times)

    @property
    def holds(self) -> bool:
        """The digest is that of these bytes, the signature that of this certificate, and no byte is left out."""
        return self.is_intact and self.is_valid and self.end > 0


@dataclass(frozen=True, slots=True)
class Facts:
    """A PDF that could be read: its signatures in the order of signing."""

    size: int
    pages: int
    has_traces: bool
    unread: int
    bad_roots: int
    signatures: tuple[SignatureFacts, ...]

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Self:
        signatures = tuple(map(SignatureFacts.from_dict, found["signatures"]))
        return cls(**typed(cls, found) | {"signatures": signatures})

    @property
    def last(self) -> SignatureFacts | None:
        """Of a person or body: a time stamp says when, not that anybody agrees with what was added."""
        return next((one for one in reversed(self.signatures) if not one.is_stamp), None)


def typed(kind: type[SignatureFacts] | type[Facts], row: dict[str, Any]) -> dict[str, Any]:
    """Its words, numbers and yes or no, as the class declares them."""
    plain = [(field.name, PLAIN[field.type]) for field in fields(kind) if field.type in PLAIN]
    return {name: read(row[name]) for name, read in plain}


def moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    first, last = YEARS
    return at.replace(year=min(max(at.year, first), last))
