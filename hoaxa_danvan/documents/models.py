import uuid

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.workflow.models import About, AboutQuerySet


def document_path(instance: "Document", filename: str) -> str:
    return f"documents/{uuid.uuid4().hex}.pdf"


class DocumentQuerySet(AboutQuerySet["Document"]):
    pass


class Document(About):
    """A PDF that the portal made of a frozen description, or is about to make.

    What a worker makes is a DỰ THẢO; with number, date and signer entered by a person it is
    issued, and then nothing of it changes.
    """

    class Kind(models.TextChoices):
        UNIT_PLAN = "unit_plan", "Kế hoạch năm của đơn vị"
        AGGREGATE_REPORT = "aggregate_report", "Báo cáo của xã"
        PROPOSAL = "proposal", "Tờ trình"

    kind = models.CharField("loại", max_length=20, choices=Kind)
    title = models.CharField("tên văn bản", max_length=500)
    # The whole paper as data (documents.paper.Paper): what the PDF says and nothing else.
    paper = models.JSONField("nội dung")
    is_issued = models.BooleanField("đã ban hành", default=False)
    file = models.FileField("tệp", upload_to=document_path, max_length=120, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("dung lượng", null=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="document")
    by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="người yêu cầu"
    )
    at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("làm xong lúc", null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="document_of_target")]

    def __str__(self) -> str:
        return self.title

    @property
    def filename(self) -> str:
        """What people find among their downloads; a number such as 128-BC/ĐU must not look like a folder."""
        return f"{self.title.replace('/', '-')}.pdf"


class DocumentReading(models.Model):
    """Who opened an issued document first when."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người đọc")
    at = models.DateTimeField("đọc lúc")

    class Meta:
        verbose_name = verbose_name_plural = "lượt đọc"
        constraints = [models.UniqueConstraint(fields=["document", "by"], name="one_reading_per_post")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%d/%m/%Y}"
