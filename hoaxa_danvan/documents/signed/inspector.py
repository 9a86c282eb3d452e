"""Run as a program of its own: reads a signed PDF and prints, as JSON, what it found about each signature.

It imports nothing of the portal, so that it starts quickly and has nothing to lose. It never asks what
was changed between two revisions: on a tagged paper of 150 pages that question takes minutes.
"""

import json
import logging
import re
import resource
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate, Name
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

MEMORY = 1 << 30
LONGEST_NAME = 200
CERTIFICATES = frozenset({".pem", ".crt", ".cer", ".der"})
# Broken by now: another text with the same digest can be made.
WEAK = frozenset({"md2", "md5", "sha1"})
# Some issuers write one into the certificates of people who sign, some the other.
FOR_SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
TRUST_FAULTS = {"NO_CERTIFICATE_CHAIN_FOUND": "unknown", "OUT_OF_BOUNDS_NO_POE": "expired"}
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def limit_itself(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Whoever started it may be gone before the time is up.
    signal.alarm(seconds)


def facts_of(content: bytes, *, roots: list[Certificate], at: datetime) -> dict[str, Any]:
    """`outcome` is “read”, “encrypted”, “swollen” or “broken”; only after “read” is there more."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            return {"outcome": "encrypted"}
        fields = list(enumerate_sig_fields(reader, filled_status=True))
        found = [signature_facts(reader, content, field, roots=roots, at=at) for field in fields]
        return {
            "outcome": "read",
            "size": len(content),
            "pages": int(reader.root["/Pages"]["/Count"]),
            "has_traces": b"/ByteRange" in content,
            "unread": found.count(None),
            "signatures": sorted((one for one in found if one), key=lambda one: one["place"]),
        }
    except (MemoryError, PdfDecodeLimitError):
        return {"outcome": "swollen"}
    except Exception:  # whatever a broken file makes the reader say
        return {"outcome": "broken"}


def signature_facts(
    reader: PdfFileReader, content: bytes, field: tuple[Any, ...], *, roots: list[Certificate], at: datetime
) -> dict[str, Any] | None:
    """None: there is a signature, but of a sort or in a state that cannot be read."""
    name, _, dictionary = field
    try:
        embedded = EmbeddedPdfSignature(reader, dictionary, name)
        is_stamp = embedded.sig_object_type == "/DocTimeStamp"

        def judged(moment: datetime) -> Any:
            return validated(embedded, is_stamp=is_stamp, roots=roots, at=moment)

        status = judged(at)
        signer, (moment, clock) = embedded.signer_cert, time_of(status, is_stamp=is_stamp)
        path = status.validation_path
        return {
            "place": embedded.signed_revision,
            "later_revisions": reader.xrefs.total_revisions - 1 - embedded.signed_revision,
            "is_stamp": is_stamp,
            "name": person(signer.subject),
            "organisation": part(signer.subject, "organization_name", "organizational_unit_name"),
            "signed_at": moment.isoformat() if moment else "",
            "clock": clock,
            "is_intact": bool(status.intact),
            "is_valid": bool(status.valid),
            "is_weak": status.md_algorithm in WEAK,
            "end": end_of_cover(content, embedded),
            "trust": trust(status, judged, moment, roots=roots),
            "anchor": person(path.trust_anchor.authority.name) if path else "",
            "valid_until": signer.not_valid_after.isoformat(),
        }
    except (MemoryError, PdfDecodeLimitError):
        raise
    except Exception:
        return None


def validated(
    embedded: EmbeddedPdfSignature, *, is_stamp: bool, roots: list[Certificate], at: datetime
) -> Any:
    """Only `intact`, `valid` and the trust in the certificate count.

    Without the comparison of revisions, `bottom_line` praises a file that was drawn over afterwards.
    """
    context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
    if is_stamp:
        return validate_pdf_timestamp(embedded, context, skip_diff=True)
    return validate_pdf_signature(embedded, context, key_usage_settings=FOR_SIGNING, skip_diff=True)


def end_of_cover(content: bytes, embedded: EmbeddedPdfSignature) -> int:
    """Up to where every byte is signed except the signature's own; 0 when some byte before is not.

    The library's word for a covered file is a sum of lengths: it stays true when a forger widens the
    gap, hides other pages in it and moves the signed rest behind them.
    """
    lengths = list(embedded.byte_range)
    if len(lengths) != 4 or not all(isinstance(number, int) for number in lengths):
        return 0
    start, gap, rest, length = lengths
    end = rest + length
    if start != 0 or not 0 < gap < rest < end <= len(content):
        return 0
    own = HEX.fullmatch(content, gap, rest)
    return end if own and own[1].lower() == embedded.pkcs7_content.hex().encode() else 0


def time_of(status: Any, *, is_stamp: bool) -> tuple[datetime | None, str]:
    """When, and by whose clock: “stamp”, “stamp_unproven” or the “signer”'s own."""
    stamp = status if is_stamp else status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        return stamp.timestamp, "stamp" if stamp.trusted else "stamp_unproven"
    told = None if is_stamp else status.signer_reported_dt
    return (told if told is None or told.tzinfo else told.replace(tzinfo=UTC)), "signer"


def trust(
    status: Any, judged: Callable[[datetime], Any], moment: datetime | None, *, roots: list[Certificate]
) -> str:
    """“lapsed” is expired by now, but good when it signed; “unasked” follows from a false signature."""
    if not roots:
        return "no_roots"
    if not (status.intact and status.valid):
        return "unasked"
    if status.trusted:
        return "trusted"
    if moment and judged(moment).trusted:
        return "lapsed"
    return TRUST_FAULTS.get(status.trust_problem_indic.name, "refused")


def person(subject: Name) -> str:
    return part(subject, "common_name", "organizational_unit_name", "organization_name")


def part(subject: Name, *keys: str) -> str:
    """The first of these that the certificate fills, without anything that would upset a line of text."""
    said = subject.native
    found = next((said[key] for key in keys if said.get(key)), "")
    words = ", ".join(found) if isinstance(found, list) else str(found)
    shown = "".join(letter for letter in unicodedata.normalize("NFC", words) if letter.isprintable())
    return " ".join(shown.split())[:LONGEST_NAME]


def load_roots(folder: Path) -> tuple[list[Certificate], int]:
    """The certificates in the folder, and how many of its files hold none that can be read."""
    found: list[Certificate] = []
    bad = 0
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix.lower() not in CERTIFICATES:
            continue
        try:
            found += list(certificates_in(file.read_bytes()))
        except Exception:
            bad += 1
    return found, bad


def certificates_in(content: bytes) -> Iterator[Certificate]:
    for certificate in load_certs_from_pemder_data(content):
        _ = certificate.native  # it is parsed no earlier than it is asked
        yield certificate


def main(path: str, folder: str, at: str, seconds: str) -> None:
    limit_itself(int(seconds))
    logging.disable()
    roots, bad_roots = load_roots(Path(folder))
    facts = facts_of(Path(path).read_bytes(), roots=roots, at=datetime.fromisoformat(at))
    sys.stdout.write(json.dumps(facts | {"bad_roots": bad_roots}))


if __name__ == "__main__":
    main(*sys.argv[1:])
