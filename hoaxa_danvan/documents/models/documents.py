import uuid
from typing import Any, Self

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.text import search_text, squeeze
from hoaxa_danvan.workflow.models import About, AboutQuerySet


def document_path(suffix: str) -> str:
    """A new private name; `suffix` is “.pdf”, “.docx” or “.xlsx”."""
    return f"documents/{uuid.uuid4().hex}{suffix}"


class DocumentQuerySet(AboutQuerySet["Document"]):
    def issued(self) -> Self:
        return self.filter(is_issued=True)

    def about_same(self, document: "Document") -> Self:
        """Prints of the same paper: the one it was first issued as, and those after a change."""
        same = self.filter(target_type=document.target_type_id, target_id=document.target_id)
        return same.filter(kind=document.kind)


class Document(About):
    """A PDF that the portal made of a frozen description, or is about to make.

    What a worker makes is a DỰ THẢO; with number, date and signer entered by a person it is
    issued, and then nothing of it changes.
    """

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", "Kế hoạch của Ban Thường vụ"
        GUIDANCE = "guidance", "Hướng dẫn tiêu chí"
        URGING = "urging", "Công văn đôn đốc"
        PEER_URGING = "peer_urging", "Công văn kính đề nghị"
        UNIT_PLAN = "unit_plan", "Kế hoạch năm của đơn vị"
        MODEL_SHEET = "model_sheet", "Lý lịch mô hình"
        ACHIEVEMENT = "achievement", "Báo cáo thành tích"
        APPRAISAL = "appraisal", "Báo cáo thẩm định"
        MINUTES = "minutes", "Biên bản họp Hội đồng"
        COUNT_MINUTES = "count_minutes", "Biên bản kiểm phiếu"
        PROPOSAL = "proposal", "Tờ trình"
        RECOGNITION = "recognition", "Quyết định công nhận"
        AWARD = "award", "Quyết định khen thưởng"
        REFERRAL = "referral", "Văn bản đề nghị khen thưởng"
        CERTIFICATES = "certificates", "Giấy khen, giấy chứng nhận"
        AGGREGATE_REPORT = "aggregate_report", "Báo cáo của xã"

    kind = models.CharField("loại", max_length=20, choices=Kind)
    title = models.CharField("tên văn bản", max_length=500)
    # The whole paper as data (documents.paper): what the PDF says and nothing else.
    paper = models.JSONField("nội dung")
    # headings.HeadingProfile.to_dict() as it was: a later change of the profile changes no old paper.
    profile = models.JSONField("mẫu trình bày")
    file = models.FileField("tệp", max_length=120, blank=True)
    word_file = models.FileField("tệp Word", max_length=120, blank=True)
    sheet_file = models.FileField("tệp Excel", max_length=120, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("dung lượng", null=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="document")
    by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="người yêu cầu"
    )
    at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("làm xong lúc", null=True)
    is_issued = models.BooleanField("đã ban hành", default=False)
    # What anyone may ask an issued paper by, printed as its QR code; says nothing of the paper itself.
    code = models.CharField("mã tra cứu", max_length=16, unique=True, null=True, editable=False)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True)
    withdrawn_by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="người thu hồi"
    )
    withdrawal_reason = models.CharField("lý do thu hồi", max_length=500, blank=True)
    search = models.TextField(editable=False, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="document_of_target")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_issued=False) | models.Q(code__isnull=False),
                name="an_issued_document_can_be_looked_up",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawal_reason=""),
                name="a_withdrawn_document_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.title, self.number)
        if not {"title", "number"}.isdisjoint(fields := kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def filename(self, suffix: str = ".pdf") -> str:
        """What people find among their downloads; a number such as 128-BC/ĐU must not look like a folder."""
        return f"{self.title.replace('/', '-')}{suffix}"

    @property
    def public_title(self) -> str:
        """The paper's own kind and title, as it prints them."""
        return squeeze(f"{self.paper['kind']} {self.paper.get('title', '')}")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


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
