"""What a portal begins with: whole, loaded twice without a change, and never against the commune."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import AwardTitle
from campaigns.models import AgencyAlias, Campaign, ItemAgency
from campaigns.plan_text import load_aliases
from hoaxa_danvan.accounts.models import Appointment, Role, Unit, UnitKind, User
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.home.demo import demo_people
from hoaxa_danvan.scoring.models import RubricVersion, Subject
from hoaxa_danvan.scoring.samples import create_sample_rubrics
from models_registry.models import Sector
from reports.counters import COUNTERS
from reports.models import Indicator

TABLES = (
    AgencyAlias,
    Appointment,
    AuditEntry,
    AwardTitle,
    Campaign,
    Indicator,
    RubricVersion,
    Sector,
    Unit,
    UnitKind,
    User,
)


def set_up(**options):
    out = StringIO()
    call_command("setup_portal", stdout=out, **options)
    return out.getvalue().splitlines()


def contents():
    """Every row of what is set up, as it stands."""
    return {table.__name__: list(table._base_manager.order_by("pk").values()) for table in TABLES}


@pytest.fixture
def real(db, settings):
    """A real commune's portal, just set up."""
    settings.DEMO = False
    return set_up()


@pytest.fixture
def demo(db, settings):
    """A demonstration portal, just set up."""
    settings.DEMO = True
    return set_up()


def test_second_run_changes_nothing_and_says_so(demo):
    before = contents()

    with CaptureQueriesContext(connection) as queries:
        said = set_up()

    assert contents() == before
    assert [line for line in said if line.startswith("+")] == []
    assert [line[0] for line in demo] == ["+"] * 12
    assert len(said) == 12
    writes = [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_what_the_commune_has_changed_stays(real):
    UnitKind.objects.filter(code="ctxh").update(manner="consulted", name="Đoàn thể")
    Unit.objects.filter(code="ubnd").update(name="Ủy ban nhân dân xã Hòa Xá", symbol="UBNDX")
    Indicator.objects.filter(code="ngay_cong").update(name="Ngày công lao động")
    AwardTitle.objects.update(money=500_000)
    before = contents()

    set_up()

    assert contents() == before


def test_what_is_missing_comes_back_alone(real):
    Indicator.objects.filter(code="don_xong").delete()
    Sector.objects.filter(code="kinh_te").delete()

    said = set_up()

    assert [line for line in said if line.startswith("+")] == ["+ 1 lĩnh vực", "+ 1 chỉ tiêu báo cáo"]
    assert Indicator.objects.get(code="don_xong").denominator.code == "don_nhan"


def test_real_portal_has_no_demonstration_in_it(real):
    assert not User.objects.exists()
    assert not Unit.objects.filter(name__contains="Mẫu").exists()
    assert not Unit.objects.filter(kind__code="cap_uy").exists()
    assert real[-1] == "Chưa có người quản trị. Gõ: manage.py issue_administrator TÊN_ĐĂNG_NHẬP"


def test_hamlets_are_places_not_units(demo):
    assert not Unit.objects.filter(name__startswith="Thôn").exists()


def test_units_stand_where_the_plan_puts_them(real):
    steered = {
        code: set(Unit.objects.filter(steered_by__code=code).values_list("kind__code", flat=True))
        for code in ("ubnd", "mttq")
    }
    consulted = UnitKind.objects.filter(manner="consulted").values_list("code", flat=True)

    assert steered == {"ubnd": {"phong_ban"}, "mttq": {"ctxh", "hoi_quan_chung"}}
    assert not Unit.objects.filter(kind__code="phong_ban").exclude(steered_by__code="ubnd").exists()
    assert set(consulted) == {"hdnd_ubnd", "co_quan_dang", "mttq", "hoi_dong"}
    assert [unit.code for unit in Unit.objects.filter(reviews=True)] == ["ban-xay-dung-dang"]
    assert set(Unit.objects.filter(submits=False).values_list("code", flat=True)) == {
        "hoi-dong-tdkt",
        "thuong-truc-dang-uy",
        "to-tham-dinh",
    }


def test_every_unit_says_how_certain_it_is_and_heads_its_papers(demo):
    certain = {"nguon", "ke_hoach", "quy_dinh", "suy_luan", "mau"}
    for unit in Unit.objects.select_related("kind"):
        assert unit.certainty in certain, unit
        assert unit.kind.heading_profile in default_profiles(), unit
        assert all((unit.issuer_line, unit.symbol, unit.signing_office)), unit
        assert unit.paper_name == unit.paper_name.upper(), unit
    assert Unit.objects.get(code="thcs-hoa-phu").certainty == "nguon"


def test_linked_pairs_of_the_demonstration(demo):
    pairs = {
        (unit.name, unit.linked.get().name)
        for unit in Unit.objects.filter(kind__code="cap_uy", linked__isnull=False)
    }

    assert pairs == {
        ("Chi bộ Trường THCS Mẫu A", "Trường THCS Mẫu A"),
        ("Chi bộ Trường Tiểu học Mẫu A", "Trường Tiểu học Mẫu A"),
    }


def test_every_agency_of_the_plan_means_a_unit_or_a_kind(real):
    assert Campaign.objects.get().items.count() == 7
    assert not ItemAgency.objects.filter(unit=None, kind=None).exists()
    assert not AgencyAlias.objects.filter(unit=None, kind=None).exists()
    assert AgencyAlias.objects.count() == len({alias.phrase.lower() for alias in load_aliases()})


def test_criteria_are_samples_of_a_hundred_points(real):
    versions = RubricVersion.objects.select_related("rubric").prefetch_related("criteria", "gates", "grades")

    assert {version.rubric.subject for version in versions} == set(Subject.values)
    for version in versions:
        assert (version.is_sample, version.published_at, version.year) == (True, None, 2026)
        assert "Bản mẫu, chưa phải quyết định của xã" in version.guidance
        assert sum(criterion.max_points for criterion in version.criteria.all()) == 100
        assert version.gates.count() >= 2
        assert [grade.min_points for grade in version.grades.all()] == [90, 80, 70, 0]


def test_samples_for_another_year_are_made_once(real):
    assert len(create_sample_rubrics(year=2027)) == 3
    assert create_sample_rubrics(year=2027) == []
    assert RubricVersion.objects.count() == 6


def test_every_figure_is_counted_or_has_somebody_who_knows_it(real):
    for indicator in Indicator.objects.prefetch_related("supplier_kinds", "supplier_units"):
        suppliers = [*indicator.supplier_kinds.all(), *indicator.supplier_units.all()]
        assert bool(indicator.counter) or suppliers, indicator.code
        assert not indicator.counter or indicator.counter in COUNTERS, indicator.code
        assert (indicator.aggregation == "ratio") == (indicator.denominator is not None), indicator.code
        assert "%" not in indicator.unit_of_measure, indicator.code


# How many figures a unit types at most, by its kind; the offices that answer for a whole field more.
MOST_TYPED = {"cap_uy": 5, "hdnd_ubnd": 12, "phong_ban": 4, "mttq": 10, "ctxh": 5, "hoi_quan_chung": 5}
OFFICES = {"van-phong-ubnd": 12, "trung-tam-hcc": 12, "trung-tam-vhtt": 6}


@pytest.mark.parametrize("period", ["interim", "final"])
def test_units_are_asked_for_few_figures(demo, period):
    typed = Indicator.objects.for_period(period).filter(counter="")
    for unit in Unit.objects.submitting().exclude(kind__code="co_quan_dang").select_related("kind"):
        most = OFFICES.get(unit.code, MOST_TYPED[unit.kind.code])
        assert 0 < typed.asked_of(unit).count() <= most, unit


def test_half_year_report_asks_for_nothing_that_is_decided_in_december(real):
    codes = set(Indicator.objects.for_period("interim").values_list("code", flat=True))

    assert not {code for code in codes if code.startswith("kt_gk") or code in {"mh_cong_nhan", "kt_tien"}}


def test_party_and_state_awards_are_apart(real):
    tracks = Counter(AwardTitle.objects.values_list("track", flat=True))

    assert tracks == {"party": 2, "state": 1}
    assert not AwardTitle.objects.exclude(money=None).exists()


# People of the demonstration


def test_every_post_of_the_work_has_somebody(demo):
    roles = Counter(Appointment.objects.values_list("role", flat=True))
    officers = set(Appointment.objects.filter(role=Role.UNIT_OFFICER).values_list("unit__code", flat=True))

    assert set(roles) == set(Role.values)
    assert (roles[Role.COUNCIL_MEMBER], roles[Role.PANEL_MEMBER]) == (3, 2)
    assert set(Unit.objects.submitting().values_list("code", flat=True)) == officers


def test_one_person_holds_two_posts_and_one_must_change_the_password(demo):
    two = User.objects.get(username="mttq.pho")

    assert [str(post) for post in two.appointments.order_by("pk")] == [
        "Phó Chủ tịch – Ủy ban MTTQ xã",
        "Chủ tịch – Hội Nông dân xã",
    ]
    assert [user.username for user in User.objects.filter(must_change_password=True)] == ["moi"]


def test_people_are_named_by_post_and_have_no_password_yet(demo):
    assert not [user for user in User.objects.all() if user.has_usable_password()]
    assert User.objects.get(username="hoinongdan").full_name == "Cán bộ Hội Nông dân xã"


def test_passwords_are_printed_once_and_stored_hashed(demo):
    out = StringIO()
    call_command("demo_passwords", stdout=out)

    rows = [line.split()[:2] for line in out.getvalue().splitlines()]
    assert len(rows) == User.objects.count() == len(demo_people())
    assert len({password for _, password in rows}) == len(rows)
    for username, password in rows[:3]:
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert password not in user.password
    assert "Chuyên viên – Ban Xây dựng Đảng" in out.getvalue()
    assert AuditEntry.objects.filter(verb="set_demo_passwords").count() == 1


@pytest.mark.parametrize(
    ("username", "page"), [("chuyenvien", "/viec-cua-toi/"), ("moi", "/tai-khoan/doi-mat-khau/")]
)
def test_one_password_for_all_lets_everybody_in(demo, client, username, page):
    call_command("demo_passwords", password="con trâu đi trước", stdout=StringIO())

    data = {"username": username, "password": "con trâu đi trước"}
    response = client.post("/tai-khoan/dang-nhap/", data, follow=True)

    assert response.redirect_chain[-1][0].split("?")[0] == page


def test_accounts_that_an_administrator_issued_are_left_alone(demo):
    person = User.objects.create_user("nguoi.that", "mật khẩu riêng", full_name="Người thật")

    call_command("demo_passwords", password="con trâu đi trước", stdout=StringIO())

    person.refresh_from_db()
    assert person.check_password("mật khẩu riêng")


def test_real_portal_never_gets_demonstration_passwords(real):
    with pytest.raises(CommandError, match="chỉ dùng cho cổng trình diễn"):
        call_command("demo_passwords")


def test_first_administrator_can_be_issued_once(real):
    out = StringIO()
    call_command("issue_administrator", "quantri", stdout=out)

    post = Appointment.objects.current(timezone.localdate()).get()
    assert (post.role, post.unit.code, post.person.must_change_password) == (
        Role.ADMINISTRATOR,
        "van-phong-dang-uy",
        True,
    )
    with pytest.raises(CommandError, match="Tên đăng nhập này đã có người dùng"):
        call_command("issue_administrator", "quantri")
    with pytest.raises(CommandError, match="Không có đơn vị mang mã"):
        call_command("issue_administrator", "khac", unit="khong-co")
    assert "Chưa có người quản trị" not in set_up()[-1]
