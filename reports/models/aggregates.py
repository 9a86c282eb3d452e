from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment
from hoaxa_danvan.documents.models import Document, WrittenSection
from hoaxa_danvan.workflow.models import Move, Versioned
from reports.models.periods import ReportPeriod

# The two copies of one body: what the Ban Xây dựng Đảng lays before the Ban Thường vụ, and what goes to Thành ủy.
BOARD, CITY = "board", "city"


@dataclass(frozen=True, slots=True)
class Given:
    """What a copy was given when it was issued; empty while it is a draft."""

    number: str = ""
    issued_on: date | None = None
    signer: str = ""
    office: str = ""


class AggregateReportQuerySet(models.QuerySet["AggregateReport"]):
    def visible_to(self, who: Appointment) -> Self:
        return self.all() if who.role in OFFICE_ROLES else self.none()

    def for_list(self) -> Self:
        return (
            self.select_related("period__window__campaign_year")
            .defer("outline", "period__figures")
            .order_by("-period__last_day", "pk")
        )

    def issued(self) -> Self:
        return self.filter(status__in=[AggregateReport.Status.ISSUED, AggregateReport.Status.SENT])


class AggregateReport(Versioned):
    """The commune's report of a period, from the frozen figures to Thành ủy."""

    class Status(models.TextChoices):
        COMPILING = "compiling", "Đang tổng hợp"
        DRAFT = "draft", "Dự thảo"
        PRESENTED = "presented", "Đã trình Ban Thường vụ"
        ISSUED = "issued", "Đã ban hành"
        SENT = "sent", "Đã gửi Thành ủy"

    MOVES = (
        Move("draft", "Lập dự thảo", frozenset({Status.COMPILING}), Status.DRAFT, by_machine=True),
        Move("present", "Trình Ban Thường vụ", frozenset({Status.DRAFT}), Status.PRESENTED),
        Move(
            "rework",
            "Đề nghị hoàn thiện lại",
            frozenset({Status.PRESENTED}),
            Status.DRAFT,
            needs_note=True,
        ),
        Move("issue", "Ban hành", frozenset({Status.PRESENTED}), Status.ISSUED),
        Move("send", "Ghi đã gửi Thành ủy", frozenset({Status.ISSUED}), Status.SENT),
    )
    STEPS: ClassVar = {"compile": "Bắt đầu tổng hợp từ số liệu đã chốt"}
    OPEN: ClassVar = frozenset({Status.COMPILING, Status.DRAFT})

    period = models.OneToOneField(ReportPeriod, models.PROTECT, related_name="aggregate")
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.COMPILING)
    # The outline that it was compiled by, as it stood then: headings, tables, who it goes to.
    outline = models.JSONField("đề cương", editable=False)
    draft_number = models.PositiveSmallIntegerField("dự thảo lần", default=0, editable=False)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    signer_office = models.CharField("chức vụ người ký", max_length=120, blank=True)
    # The copy for the Ban Thường vụ, where the Ban Xây dựng Đảng gives it a number of its own.
    board_number = models.CharField("số bản trình", max_length=60, blank=True)
    board_issued_on = models.DateField("ngày bản trình", null=True, blank=True)
    board_signer = models.CharField("người ký bản trình", max_length=120, blank=True)
    sent_note = models.CharField("gửi Thành ủy bằng, ngày", max_length=200, blank=True)
    documents = GenericRelation(Document, "target_id", "target_type")

    objects = AggregateReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "báo cáo của xã"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issued_on"],
                condition=~models.Q(number=""),
                name="one_report_per_number_and_day",
                violation_error_message="Số này đã dùng cho một báo cáo khác ban hành cùng ngày.",
            )
        ]

    def __str__(self) -> str:
        return f"Báo cáo {str(self.period).lower()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:aggregate-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.status in self.OPEN

    def given(self, copy: str) -> Given:
        if copy == BOARD:
            return Given(self.board_number, self.board_issued_on, self.board_signer)
        return Given(self.number, self.issued_on, self.signer, self.signer_office)

    def snapshot(self) -> dict[str, Any]:
        """What people wrote, section by section, for comparing two texts."""
        return {
            f"section-{section.code}": {"label": section.heading, "value": section.text}
            for section in self.sections.all()
        }


class ReportSection(WrittenSection):
    """One piece of the commune's report."""

    report = models.ForeignKey(AggregateReport, models.CASCADE, related_name="sections")

    class Meta(WrittenSection.Meta):
        verbose_name = verbose_name_plural = "mục của báo cáo"
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="one_section_per_code")]
