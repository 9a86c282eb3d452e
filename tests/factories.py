"""Rows for tests: sequences only, nothing random; traits for states and posts."""

from datetime import date, datetime

import factory
from factory.django import DjangoModelFactory

from awards.models import AwardRound, AwardTitle, Nomination, Track
from campaigns.models import (
    Campaign,
    CampaignYear,
    ContentItem,
    ItemDuty,
    ItemRole,
    Obligation,
    PlannedTask,
    UnitPlan,
    Window,
)
from hoaxa_danvan.accounts.models import Appointment, Role, Unit, UnitKind, User
from hoaxa_danvan.lib.dates import LOCAL, end_of_day, start_of_day
from hoaxa_danvan.scoring.models import Criterion, Grade, Rubric, RubricVersion, Subject
from models_registry.models import (
    Assessment,
    ProgressUpdate,
    Recognition,
    RecognitionDecision,
    RegisteredModel,
    Sector,
    YearlyEntry,
    YearlyList,
)
from reports.models import Indicator, ReportPeriod, UnitReport

YEAR = 2026
SENT_AT = datetime(2026, 1, 20, 8, 0, tzinfo=LOCAL)


# People, units, posts


class UnitKindFactory(DjangoModelFactory):
    class Meta:
        model = UnitKind
        django_get_or_create = ("code",)

    class Params:
        consulted = factory.Trait(code="mttq", name="Ủy ban MTTQ", manner="consulted")

    code = "ctxh"
    name = "Tổ chức chính trị - xã hội"
    block = "MTTQ, tổ chức CT-XH"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    class Params:
        reviewing = factory.Trait(
            code=factory.Sequence(lambda n: f"ban-xay-dung-dang-{n}"),
            name="Ban Xây dựng Đảng Đảng ủy",
            reviews=True,
        )
        consulted = factory.Trait(kind=factory.SubFactory(UnitKindFactory, consulted=True))

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Đơn vị mẫu {n}")
    kind = factory.SubFactory(UnitKindFactory)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-{n}")
    full_name = factory.Sequence(lambda n: f"Cán bộ mẫu {n}")
    must_change_password = False
    email = factory.LazyAttribute(lambda user: f"{user.username}@hoaxa.test")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    class Params:
        reviewer = factory.Trait(role=Role.REVIEWER, unit__reviewing=True)

    person = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.UNIT_OFFICER
    since = date(2025, 7, 1)


# The commune's plan and its years


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign
        django_get_or_create = ("source_sha256",)

    title = "Đẩy mạnh thực hiện phong trào thi đua “Dân vận khéo”, giai đoạn 2025-2030"
    issuer = "Ban Thường vụ Đảng ủy xã Hòa Xá"
    first_year = 2025
    last_year = 2030
    preamble = "Thực hiện Chương trình hành động số 01-CTr/ĐU."
    source = "KẾ HOẠCH"
    source_sha256 = "0" * 64
    imported_at = datetime(2025, 12, 1, 8, 0, tzinfo=LOCAL)


class ContentItemFactory(DjangoModelFactory):
    class Meta:
        model = ContentItem
        django_get_or_create = ("campaign", "order")

    campaign = factory.SubFactory(CampaignFactory)
    order = 1
    text = "Căn cứ vào tình hình thực tế, từng cơ quan, đơn vị thực hiện phong trào thi đua."
    first_year = 2026
    last_year = 2030


class CampaignYearFactory(DjangoModelFactory):
    class Meta:
        model = CampaignYear
        django_get_or_create = ("campaign", "year")

    campaign = factory.SubFactory(CampaignFactory)
    year = YEAR
    theme = "Chủ đề mẫu"
    status = CampaignYear.Status.OPEN
    status_at = datetime(2026, 1, 2, 8, 0, tzinfo=LOCAL)


class WindowFactory(DjangoModelFactory):
    class Meta:
        model = Window
        django_get_or_create = ("campaign_year", "kind")

    campaign_year = factory.SubFactory(CampaignYearFactory)
    kind = Window.Kind.PLAN
    opens_at = start_of_day(date(2026, 1, 2))
    due_at = end_of_day(date(2026, 1, 31))
    closes_at = end_of_day(date(2026, 2, 10))
    paper = "Hướng dẫn năm 2026 của Ban Xây dựng Đảng"


class ObligationFactory(DjangoModelFactory):
    class Meta:
        model = Obligation
        django_get_or_create = ("unit", "window")

    unit = factory.SubFactory(UnitFactory)
    window = factory.SubFactory(WindowFactory)


class ItemDutyFactory(DjangoModelFactory):
    class Meta:
        model = ItemDuty
        django_get_or_create = ("item", "unit", "campaign_year", "role")

    item = factory.SubFactory(ContentItemFactory)
    unit = factory.SubFactory(UnitFactory)
    campaign_year = factory.SubFactory(CampaignYearFactory)
    role = ItemRole.IMPLEMENTING


class UnitPlanFactory(DjangoModelFactory):
    class Meta:
        model = UnitPlan

    class Params:
        submitted = factory.Trait(status="submitted", status_at=SENT_AT, sent_at=SENT_AT)
        returned = factory.Trait(status="returned", status_at=SENT_AT, sent_at=SENT_AT)
        accepted = factory.Trait(status="accepted", status_at=SENT_AT, sent_at=SENT_AT)

    unit = factory.SubFactory(UnitFactory)
    campaign_year = factory.SubFactory(CampaignYearFactory)
    summary = "Vận động hội viên phân loại rác tại nhà."


class PlannedTaskFactory(DjangoModelFactory):
    class Meta:
        model = PlannedTask

    plan = factory.SubFactory(UnitPlanFactory)
    item = factory.SubFactory(ContentItemFactory)
    what = factory.Sequence(lambda n: f"Ra mắt tuyến đường tự quản số {n}")
    product = "Biên bản ra mắt"
    target_value = 2
    target_unit = "tuyến đường"
    deadline = date(2026, 9, 30)
    in_charge = "Phó Chủ tịch Hội"


# Models, criteria


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "van_hoa_xa_hoi"
    name = "Văn hóa - xã hội"


class RegisteredModelFactory(DjangoModelFactory):
    class Meta:
        model = RegisteredModel

    class Params:
        submitted = factory.Trait(status="submitted", status_at=SENT_AT, sent_at=SENT_AT)
        returned = factory.Trait(status="returned", status_at=SENT_AT, sent_at=SENT_AT)
        accepted = factory.Trait(status="accepted", status_at=SENT_AT, sent_at=SENT_AT)

    unit = factory.SubFactory(UnitFactory)
    campaign_year = factory.SubFactory(CampaignYearFactory)
    sector = factory.SubFactory(SectorFactory)
    item = factory.SubFactory(ContentItemFactory)
    name = factory.Sequence(lambda n: f"Tuyến đường phụ nữ tự quản {n}")
    place = "Thôn Mẫu 1"
    people = "40 hội viên, 120 hộ"
    goal = "Đường làng sạch quanh năm"
    expected_result = "3 km đường có hộ nhận chăm sóc"
    forces = "Hội viên, Nhân dân trong thôn"
    start_date = date(2026, 3, 1)


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    entry = factory.SubFactory(RegisteredModelFactory, accepted=True)
    text = "Ra mắt thêm một tuyến đường."
    on = date(2026, 5, 19)
    by = factory.SubFactory(AppointmentFactory, unit=factory.SelfAttribute("..entry.unit"))
    at = SENT_AT


class YearlyListFactory(DjangoModelFactory):
    class Meta:
        model = YearlyList
        django_get_or_create = ("campaign_year",)

    campaign_year = factory.SubFactory(CampaignYearFactory)
    status = YearlyList.Status.CONFIRMED
    status_at = SENT_AT
    number = "12-TB/BXDĐ"
    announced_on = date(2026, 3, 15)


class YearlyEntryFactory(DjangoModelFactory):
    class Meta:
        model = YearlyEntry

    entry = factory.SubFactory(RegisteredModelFactory, accepted=True)
    yearly_list = factory.SubFactory(
        YearlyListFactory, campaign_year=factory.SelfAttribute("..entry.campaign_year")
    )
    number = factory.SelfAttribute("yearly_list.number")
    announced_on = factory.SelfAttribute("yearly_list.announced_on")


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    class Params:
        submitted = factory.Trait(status="submitted", status_at=SENT_AT, sent_at=SENT_AT)
        proposed = factory.Trait(
            status="proposed",
            status_at=SENT_AT,
            sent_at=SENT_AT,
            reason="Kết quả rõ, Nhân dân đồng tình.",
            proposed_grade="Tốt",
        )

    entry = factory.SubFactory(RegisteredModelFactory, accepted=True)
    campaign_year = factory.SelfAttribute("entry.campaign_year")


class RecognitionDecisionFactory(DjangoModelFactory):
    class Meta:
        model = RecognitionDecision

    campaign_year = factory.SubFactory(CampaignYearFactory)
    number = factory.Sequence(lambda n: f"{100 + n}-QĐ/ĐU")
    issued_on = date(2026, 12, 10)
    signer = "Bí thư Đảng ủy xã"
    signer_office = "T/M Ban Thường vụ, Bí thư"
    by = factory.SubFactory(AppointmentFactory, role=Role.CLERK)
    at = datetime(2026, 12, 11, 9, 0, tzinfo=LOCAL)


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = Recognition

    entry = factory.SubFactory(RegisteredModelFactory, accepted=True)
    campaign_year = factory.SelfAttribute("entry.campaign_year")
    decision = factory.SubFactory(
        RecognitionDecisionFactory, campaign_year=factory.SelfAttribute("..campaign_year")
    )
    name = factory.SelfAttribute("entry.name")
    result = "3 km đường sạch quanh năm, 2 thôn khác làm theo."


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric
        django_get_or_create = ("code",)

    code = "tap_the"
    name = "Tiêu chí mô hình tập thể"
    subject = Subject.COLLECTIVE


class RubricVersionFactory(DjangoModelFactory):
    class Meta:
        model = RubricVersion
        django_get_or_create = ("rubric", "year", "number")

    class Params:
        published = factory.Trait(published_at=datetime(2025, 12, 20, 8, 0, tzinfo=LOCAL))

    rubric = factory.SubFactory(RubricFactory)
    year = YEAR
    number = 1


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    version = factory.SubFactory(RubricVersionFactory)
    group_code = "A"
    group_name = "Kết quả"
    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Tiêu chí {n}")
    max_points = 20


class GradeFactory(DjangoModelFactory):
    class Meta:
        model = Grade

    version = factory.SubFactory(RubricVersionFactory)
    code = "tot"
    name = "Tốt"
    min_points = 80


# Awards


class AwardTitleFactory(DjangoModelFactory):
    class Meta:
        model = AwardTitle
        django_get_or_create = ("code",)

    code = "gk_dang_uy"
    name = "Giấy khen của Đảng ủy"
    track = Track.PARTY


class AwardRoundFactory(DjangoModelFactory):
    class Meta:
        model = AwardRound

    campaign_year = factory.SubFactory(CampaignYearFactory)
    window = factory.SubFactory(
        WindowFactory,
        kind=Window.Kind.AWARD,
        opens_at=start_of_day(date(2026, 10, 10)),
        due_at=end_of_day(date(2026, 11, 15)),
        closes_at=end_of_day(date(2026, 11, 25)),
    )
    name = "Xét chọn mô hình, điển hình “Dân vận khéo” năm 2026"
    status = AwardRound.Status.RECEIVING
    status_at = datetime(2026, 10, 10, 8, 0, tzinfo=LOCAL)


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    class Params:
        submitted = factory.Trait(status="submitted", status_at=SENT_AT, sent_at=SENT_AT)
        accepted = factory.Trait(status="accepted", status_at=SENT_AT, sent_at=SENT_AT)

    round = factory.SubFactory(AwardRoundFactory)
    entry = factory.SubFactory(RegisteredModelFactory, accepted=True)
    unit = factory.SelfAttribute("entry.unit")
    recipient = factory.SelfAttribute("entry.unit.name")
    subject = Subject.COLLECTIVE
    title = factory.SubFactory(AwardTitleFactory)
    achievements = "3 km đường sạch quanh năm, 2 thôn khác làm theo."
    is_pledged = True


# Reports


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"chi_tieu_{n}")
    name = factory.Sequence(lambda n: f"Chỉ tiêu {n}")
    group = "Tuyên truyền"
    unit_of_measure = "cuộc"
    aggregation = Indicator.Aggregation.SUM


class ReportPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportPeriod
        django_get_or_create = ("window",)

    window = factory.SubFactory(
        WindowFactory,
        kind=Window.Kind.FINAL_REPORT,
        opens_at=start_of_day(date(2026, 10, 10)),
        due_at=end_of_day(date(2026, 11, 15)),
        closes_at=end_of_day(date(2026, 11, 25)),
    )
    kind = ReportPeriod.Kind.FINAL
    first_day = date(2025, 11, 16)
    last_day = date(2026, 11, 15)


class UnitReportFactory(DjangoModelFactory):
    class Meta:
        model = UnitReport

    class Params:
        submitted = factory.Trait(status="submitted", status_at=SENT_AT, sent_at=SENT_AT)
        accepted = factory.Trait(status="accepted", status_at=SENT_AT, sent_at=SENT_AT)

    unit = factory.SubFactory(UnitFactory)
    period = factory.SubFactory(ReportPeriodFactory)
    highlights = "Ra mắt 2 tuyến đường tự quản."
