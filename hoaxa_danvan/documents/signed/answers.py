"""What is told about a signed copy: four answers apart, in words that an official reads."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Self

from hoaxa_danvan.lib.dates import LOCAL

# As the tags of the pages have them: good, look at it, not checked, nothing to say.
Tone = Literal["done", "back", "wait", ""]
Kind = Literal["signed", "scan", "picture", "unchecked"]

CLOCKS = {
    "signer": "theo đồng hồ của người ký",
    "stamp": "theo dấu thời gian",
    "stamp_unproven": "theo dấu thời gian chưa kiểm được nơi cấp",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`label` is the word on a tag, `text` the sentence beside it."""

    tone: Tone
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature as its certificate and its clock tell it; neither is proven by standing here."""

    name: str
    organisation: str
    signed_at: datetime | None
    clock: str
    is_stamp: bool = False

    @property
    def words(self) -> str:
        """“Bí thư (Đảng ủy xã Hòa Xá), 08:00 ngày 05/12/2026 theo đồng hồ của người ký”"""
        who = self.name or "chứng thư không ghi tên"
        body = f" ({self.organisation})" if self.organisation not in ("", self.name) else ""
        return f"{'dấu thời gian của ' if self.is_stamp else ''}{who}{body}, {self._time}"

    @property
    def _time(self) -> str:
        if self.signed_at is None:
            return "không ghi thời gian ký"
        return f"{self.signed_at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y} {CLOCKS[self.clock]}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Who signed; is the certificate trusted; are the bytes intact; was anything added after.

    `is_whole`: every signature holds and the last one covers the entire file. Of a trusted certificate
    it says nothing. `begins_as_issued` is None where there is nothing to compare with.
    """

    kind: Kind
    signers: tuple[Signer, ...]
    who: Answer
    trust: Answer
    intact: Answer
    after: Answer
    is_whole: bool = False
    begins_as_issued: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        """Only JSON's own types."""
        signers = [
            {**asdict(signer), "signed_at": signer.signed_at.isoformat() if signer.signed_at else None}
            for signer in self.signers
        ]
        return {**asdict(self), "signers": signers}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        signers = tuple(
            Signer(
                **{**row, "signed_at": datetime.fromisoformat(row["signed_at"]) if row["signed_at"] else None}
            )
            for row in stored["signers"]
        )
        four = {name: Answer(**stored[name]) for name in ("who", "trust", "intact", "after")}
        return cls(**{**stored, **four, "signers": signers})
