import uuid

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models.documents import Document
from hoaxa_danvan.documents.signed.answers import Answers


def signed_path(instance: "SignedCopy", filename: str) -> str:
    return f"signed/{uuid.uuid4().hex}{'.pdf' if instance.is_pdf else '.jpg'}"


class SignedCopy(models.Model):
    """The signed paper as it came back: a scan, or the file with digital signatures."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_copies")
    file = models.FileField("tệp", upload_to=signed_path, max_length=120)
    is_pdf = models.BooleanField("là tệp PDF", default=True)
    original_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng")
    # signed.Answers.to_dict(): who signed; is the certificate trusted; are the bytes whole; was anything added.
    answers = models.JSONField("kết quả kiểm tra", null=True)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người tải lên")
    at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = verbose_name_plural = "bản đã ký"
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="one_signed_copy_per_content",
                violation_error_message="Tệp này đã tải lên.",
            )
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def told(self) -> Answers | None:
        """What the check said; None where none was made."""
        return Answers.from_dict(self.answers) if self.answers else None
