"""What the inspector found, as values of known types: its word is read, not believed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

TRUSTS = ("no_roots", "unasked", "trusted", "lapsed", "expired", "unknown", "refused")


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
        if row["trust"] not in TRUSTS:
            raise ValueError(row["trust"])
        told = row["signed_at"]
        times = {
            "signed_at": datetime.fromisoformat(told) if told else None,
            "valid_until": datetime.fromisoformat(row["valid_until"]),
        }
        return cls(**{name: times.get(name, row[name]) for name in cls.__slots__})

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
        return cls(**{name: found[name] for name in cls.__slots__} | {"signatures": signatures})

    @property
    def last(self) -> SignatureFacts | None:
        """Of a person or body: a time stamp says when, not that anybody agrees with what was added."""
        return next((one for one in reversed(self.signatures) if not one.is_stamp), None)
