from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, held_by
from hoaxa_danvan.documents.flows import kinds_announced_to, kinds_read_by, opened_to
from hoaxa_danvan.documents.models.documents import Document
from hoaxa_danvan.lib.text import search_text
from hoaxa_danvan.workflow.models import About, AboutQuerySet, Move, Versioned


class WrittenSection(models.Model):
    """One piece of a paper: what the portal proposes and what people made of it.

    A section that only heads others has no text of its own.
    """

    code = models.SlugField("mã")
    heading = models.CharField("mục", max_length=300)
    # As of paper.Section: 0 “Phần thứ nhất”, 1 “I.”, 2 “1.”, 3 “a)”; null: no heading.
    level = models.PositiveSmallIntegerField("cấp", null=True)
    is_written = models.BooleanField("có nội dung chữ", default=True)
    proposed = models.TextField("câu đề xuất từ số liệu", blank=True)
    text = models.TextField("nội dung", blank=True)
    # Clauses left out because a figure is missing, and facts that belong here: for the officer's eye.
    left_out = models.JSONField("câu bỏ trống vì thiếu số liệu", default=list)
    facts = models.JSONField("dữ kiện để đánh giá", default=list)
    blocks = models.JSONField("bảng, biểu đồ", default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.heading.replace("\n", ": ") or "Đoạn không có tiêu đề"


class OfficialPaperQuerySet(AboutQuerySet["OfficialPaper"]):
    def visible_to(self, who: Appointment) -> Self:
        """What this post reads with its drafts, and what has been announced or opened to it."""
        announced = Q(kind__in=kinds_announced_to(who.role), unit=None)
        return self.with_drafts_for(who) | self.filter(announced | opened_to(who), status="issued")

    def with_drafts_for(self, who: Appointment) -> Self:
        """A unit's papers are its own until they are issued; the office's are for whom their kind names."""
        by_kind = self.filter(kind__in=kinds_read_by(who.role), unit=None)
        if who.role in UNIT_ROLES:
            return by_kind | self.filter(held_by(who.unit_id))
        if who.role in OFFICE_ROLES:
            return by_kind | self.filter(~Q(unit=None) & ~Q(status=OfficialPaper.Status.DRAFT))
        return by_kind

    def for_list(self) -> Self:
        return self.select_related("unit", "by__unit").defer("facts").order_by("-status_at", "-pk")


class OfficialPaper(About, Versioned):
    """A paper that is written in the portal: proposed from frozen facts, edited, given number and signer.

    Each kind is a `Flow` of the app that knows its target. Papers with a life of their own (a unit's
    plan, the commune's report) keep it in their app and share what follows from being issued.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        ISSUED = "issued", "Đã ban hành"
        DROPPED = "dropped", "Thôi không ban hành"

    MOVES = (
        Move("issue", "Ban hành", frozenset({Status.DRAFT}), Status.ISSUED),
        Move("drop", "Thôi không ban hành", frozenset({Status.DRAFT}), Status.DROPPED, needs_note=True),
    )
    STEPS: ClassVar = {"start": "Bắt đầu soạn", "renew_facts": "Lấy lại số liệu"}
    SEARCHED: ClassVar = frozenset({"number", "title"})

    # What people write besides the sections, in the order of the page.
    HEADS: ClassVar = {
        "title": "Trích yếu",
        "addressees": "Nơi kính gửi",
        "urgency": "Độ khẩn",
        "recipients": "Nơi nhận",
        "authority": "Quyền hạn ký",
        "signer_office": "Chức vụ người ký",
    }

    kind = models.CharField("loại văn bản", max_length=20, choices=Document.Kind)
    # Whose paper it is when a unit writes it; None: the commune's office.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT)
    draft_number = models.PositiveSmallIntegerField("dự thảo lần", default=0, editable=False)
    # The outline that it was begun by, and the facts as they were then: both stay with the paper.
    outline: Any = models.JSONField("đề cương", editable=False)
    facts: Any = models.JSONField("số liệu đã chốt", editable=False)
    facts_at = models.DateTimeField("số liệu lấy lúc", editable=False)
    # headings.Letterhead.to_dict() of the issuing body, refreshed while the paper is a draft.
    letterhead: Any = models.JSONField("cơ quan ban hành", editable=False)
    title = models.CharField("trích yếu", max_length=500)
    addressees = models.TextField("nơi kính gửi, kính trình", blank=True, help_text="Mỗi nơi một dòng.")
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi nơi một dòng.")
    urgency = models.CharField("độ khẩn", max_length=20, blank=True)
    authority = models.CharField("quyền hạn ký", max_length=120, blank=True)
    signer_office = models.CharField("chức vụ người ký", max_length=120)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người soạn")
    search = models.TextField(editable=False, default="")
    documents = GenericRelation(Document, "target_id", "target_type")

    objects = OfficialPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        indexes = [models.Index(fields=["target_type", "target_id"], name="paper_of_target")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="issued") | Q(issued_on__isnull=False),
                name="an_issued_paper_is_dated",
            )
        ]

    def __str__(self) -> str:
        number = f" số {self.number}" if self.number else ""
        return f"{self.word}{number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.get_kind_display(), self.number, self.title)
        if (fields := kwargs.get("update_fields")) is not None and not self.SEARCHED.isdisjoint(fields):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("documents:paper-detail", args=[self.pk])

    @property
    def word(self) -> str:
        """Its printed kind, as written inside a sentence: “Báo cáo”; what has none is a công văn."""
        return self.outline["paper"]["word"].lower().capitalize() or "Công văn"

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.status == self.Status.DRAFT

    @property
    def day_of_issue(self) -> date:
        """`issued_on` of a paper that has been given its day; `ValueError` before that."""
        if self.issued_on is None:
            raise ValueError(f"paper {self.pk} has not been issued")
        return self.issued_on

    def snapshot(self) -> dict[str, Any]:
        """What people wrote, for comparing two texts."""
        heads = {name: {"label": label, "value": getattr(self, name)} for name, label in self.HEADS.items()}
        return heads | {
            f"section-{section.code}": {"label": section.heading, "value": section.text}
            for section in self.sections.all()
        }


class PaperSection(WrittenSection):
    """One piece of an `OfficialPaper`."""

    paper = models.ForeignKey(OfficialPaper, models.CASCADE, related_name="sections")

    class Meta(WrittenSection.Meta):
        verbose_name = verbose_name_plural = "mục của văn bản"
        constraints = [models.UniqueConstraint(fields=["paper", "code"], name="one_piece_per_code")]
