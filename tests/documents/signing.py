"""Certificates, signatures and forgeries, all made on the spot. Names are those of posts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Self

import time_machine
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNED_AT = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)
CHECKED_AT = datetime(2026, 12, 10, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Identity:
    """A key with its certificate, and with the certificate of whoever issued it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    issuer: x509.Certificate

    @classmethod
    def root(cls, name: str) -> Self:
        key = rsa.generate_private_key(65537, 2048)
        subject = named(name, "")
        unsigned = described(
            subject, subject, key, since=SINCE - timedelta(days=3650), until=UNTIL + timedelta(days=3650)
        )
        unsigned = unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        unsigned = unsigned.add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        certificate = unsigned.sign(key, hashes.SHA256())
        return cls(certificate, key, certificate)

    def issue(
        self,
        name: str,
        organisation: str = "Đảng ủy xã Hòa Xá",
        *,
        since: datetime = SINCE,
        until: datetime = UNTIL,
        usages: Iterable[str] = ("digital_signature", "content_commitment"),
        is_clock: bool = False,
    ) -> Self:
        """`is_clock`: for time stamps alone."""
        key = rsa.generate_private_key(65537, 2048)
        subject = named(name, organisation)
        unsigned = described(subject, self.certificate.subject, key, since=since, until=until)
        unsigned = unsigned.add_extension(usage(*usages), critical=True)
        if is_clock:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            unsigned = unsigned.add_extension(purpose, critical=True)
        return type(self)(unsigned.sign(self.key, hashes.SHA256()), key, self.certificate)

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self) -> SimpleSigner:
        chain = SimpleCertificateStore()
        chain.register(as_asn1(self.issuer))
        return SimpleSigner(
            signing_cert=as_asn1(self.certificate), signing_key=self._key(), cert_registry=chain
        )

    def clock(self, at: datetime) -> DummyTimeStamper:
        return DummyTimeStamper(as_asn1(self.certificate), self._key(), fixed_dt=at)

    def _key(self) -> keys.PrivateKeyInfo:
        form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return keys.PrivateKeyInfo.load(self.key.private_bytes(*form))


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def named(name: str, organisation: str) -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.COMMON_NAME, name),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def described(subject, issuer, key, *, since: datetime, until: datetime) -> x509.CertificateBuilder:
    unsigned = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    )
    return unsigned.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)


def usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: name in allowed for name in names.split()})


def install(folder: Path, *roots: Identity) -> Path:
    """As an administrator puts them there."""
    folder.mkdir(exist_ok=True)
    for place, root in enumerate(roots):
        (folder / f"goc-{place}.crt").write_bytes(root.pem())
    return folder


def sign(
    pdf: bytes,
    who: Identity,
    *,
    at: datetime = SIGNED_AT,
    clock=None,
    digest: str = "sha256",
    form: SigSeedSubFilter = SigSeedSubFilter.PADES,
) -> bytes:
    """One more signature behind those that are there."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    field = f"ChuKy{len(PdfFileReader(BytesIO(pdf)).embedded_signatures) + 1}"
    append_signature_field(writer, SigFieldSpec(field))
    about = PdfSignatureMetadata(field_name=field, subfilter=form, md_algorithm=digest)
    with time_machine.travel(at, tick=False):
        signed = PdfSigner(about, who.signer(), timestamper=clock).sign_pdf(writer)
    return signed.getvalue()


def stamp(pdf: bytes, clock) -> bytes:
    """A time stamp over the whole file: anybody can get one."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return PdfTimeStamper(clock).timestamp_pdf(writer, md_algorithm="sha256").getvalue()


def draw_over(pdf: bytes) -> bytes:
    """A line more on page 1, saved behind what is there."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    line = StreamObject(stream_data=b"q 0 0 0 rg 100 400 300 40 re f Q")
    writer.add_stream_to_page(0, writer.add_object(line))
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def unlist(pdf: bytes) -> bytes:
    """The form that lists the signatures is gone from the newest revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    del writer.root["/AcroForm"]
    writer.update_root()
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def flip(content: bytes, place: int, bit: int = 1) -> bytes:
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def byte_range(signed: bytes) -> list[int]:
    """Of the last signature: 0, where its own bytes begin, where they end, how many follow."""
    found = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", signed)
    return [int(number) for number in found[-1]]


def wrap(signed: bytes) -> bytes:
    """A forgery: another paper in the widened gap of a true signature, whose digest still agrees.

    The signed bytes stay what they were, the last of them move behind the forged paper; the place that
    they name for the table of objects now lies in the gap.
    """
    _, gap, rest, _ = byte_range(signed)
    first, last = signed[:gap], signed[rest:]
    table_at = int(re.findall(rb"startxref\s+(\d+)", last)[-1])
    own = bytes.fromhex(signed[gap + 1 : rest - 1].decode()).rstrip(b"\0")
    length = 2 * (table_at - gap) + 40_000
    padded = own.ljust((length - 2) // 2, b"\0")
    literal = re.sub(rb"([()\\\r])", lambda match: {b"\r": b"\\r"}.get(match[1], b"\\" + match[1]), padded)

    forged = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
        b"<</FT/Sig/T(ChuKy1)/V 5 0 R/Subtype/Widget/Type/Annot/Rect[0 0 0 0]/P 3 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261205083000+07'00')"
        b"/ByteRange[0 %d %d %d]/Contents(%s)>>" % (gap, gap + length, len(last), literal),
    ]
    objects = [b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(forged, start=1)]
    small = b"\n" + b"".join(objects[:-1])
    places = [gap + 1 + sum(map(len, objects[:number])) for number in range(len(objects) - 1)]
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table_at
    # The last object stands behind the table, where there is room for it.
    table = b"xref\n0 6\n0000000000 65535 f \n" + rows + b"%010d 00000 n \n"
    signature_at = table_at + len(table % 0) + len(trailer)
    middle = small.ljust(table_at - gap) + table % signature_at + trailer + objects[-1]
    assert len(middle) <= length
    return first + middle.ljust(length) + last
