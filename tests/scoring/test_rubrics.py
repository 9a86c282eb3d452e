"""The criteria: prepared by the reviewing unit, read by all once published, untouchable afterwards."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.scoring import services
from hoaxa_danvan.scoring.forms import RubricForms
from hoaxa_danvan.scoring.models import Criterion, Gate, RubricVersion
from hoaxa_danvan.scoring.selectors import rubric_for
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import SENT_AT, CriterionFactory, GradeFactory, RubricFactory, RubricVersionFactory

AT = SENT_AT
LINE = {
    "group_code": "A",
    "group_name": "Kết quả",
    "code": "A1",
    "name": "Đạt chỉ tiêu đã đăng ký",
    "max_points": Decimal(100),
    "evidence_hint": "Biên bản",
}


def save(version, *, by, revision=1, criteria=(LINE,), gates=(), grades=(), **fields):
    kept = {
        "guidance": "",
        "basis": "",
        "is_sample": True,
        "bonus_max": Decimal(0),
        "penalty_max": Decimal(0),
    }
    return services.save_rubric(
        version,
        revision=revision,
        fields=kept | fields,
        criteria=criteria,
        gates=gates,
        grades=grades,
        by=by,
        at=AT,
    )


def test_the_reviewer_writes_the_criteria(reviewer):
    version = RubricVersionFactory()
    CriterionFactory(version=version)

    saved = save(
        version, by=reviewer, guidance="Chấm theo biên bản.", gates=[{"code": "G1", "name": "Còn hoạt động"}]
    )

    assert [str(c) for c in saved.criteria.all()] == ["A1. Đạt chỉ tiêu đã đăng ký"]
    assert [str(g) for g in saved.gates.all()] == ["G1. Còn hoạt động"]
    assert (saved.guidance, saved.revision) == ("Chấm theo biên bản.", 2)
    assert [(e.verb, e.by) for e in AuditEntry.objects.all()] == [("save_rubric", reviewer)]


@pytest.mark.parametrize(
    "post", ["officer", "leader", "panel_member", "council_member", "clerk", "administrator"]
)
def test_nobody_else_writes_publishes_or_copies_them(request, post):
    by = request.getfixturevalue(post)
    version = RubricVersionFactory()
    CriterionFactory(version=version)

    with pytest.raises(PermissionDenied):
        save(version, by=by)
    with pytest.raises(PermissionDenied):
        services.publish_rubric(version, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        services.copy_rubric(version, year=2027, by=by, at=AT)

    assert RubricVersion.objects.get().published_at is None


def test_a_save_from_an_older_reading_is_refused(reviewer):
    version = RubricVersionFactory()
    save(version, by=reviewer, guidance="Bản thứ nhất")

    with pytest.raises(IllegalMove, match="Người khác đã lưu"):
        save(version, by=reviewer, guidance="Bản thứ hai")

    version.refresh_from_db()
    assert version.guidance == "Bản thứ nhất"


def test_two_lines_never_share_a_code(reviewer):
    with pytest.raises(IllegalMove, match="Mã bị trùng: A1"):
        save(RubricVersionFactory(), by=reviewer, criteria=[LINE, LINE])


def test_the_commune_s_own_criteria_name_their_paper(reviewer):
    version = RubricVersionFactory()

    with pytest.raises(IllegalMove, match="cần ghi văn bản ban hành"):
        save(version, by=reviewer, is_sample=False)

    assert save(version, by=reviewer, is_sample=False, basis="Hướng dẫn số 05-HD/BXDĐ").is_sample is False


@pytest.mark.parametrize("state", ["published_at", "frozen_at"])
def test_published_or_frozen_criteria_do_not_change(reviewer, state):
    version = RubricVersionFactory(**{state: AT})
    CriterionFactory(version=version, name="Như đã công bố")

    with pytest.raises(IllegalMove, match="hãy tạo phiên bản mới"):
        save(version, by=reviewer)

    assert [c.name for c in Criterion.objects.all()] == ["Như đã công bố"]


def test_publishing_is_dated_and_done_once(reviewer):
    version = CriterionFactory().version

    assert services.publish_rubric(version, by=reviewer, at=AT).published_at == AT
    with pytest.raises(IllegalMove, match="đã công bố"):
        services.publish_rubric(version, by=reviewer, at=AT)

    assert [e.verb for e in AuditEntry.objects.all()] == ["publish_rubric"]


def test_conditions_alone_can_be_published_but_nothing_cannot(reviewer):
    version = RubricVersionFactory()

    with pytest.raises(IllegalMove, match="Chưa có tiêu chí"):
        services.publish_rubric(version, by=reviewer, at=AT)
    Gate.objects.create(version=version, code="G1", name="Có tên và địa chỉ cụ thể")

    assert services.publish_rubric(version, by=reviewer, at=AT).published_at == AT


def test_a_published_version_gets_a_next_number_and_stays(reviewer):
    old = RubricVersionFactory(published=True, bonus_max=5)
    CriterionFactory(version=old, code="A1")
    GradeFactory(version=old)
    Gate.objects.create(version=old, code="G1", name="Còn hoạt động")

    fresh = services.copy_rubric(old, year=old.year, by=reviewer, at=AT)

    assert (fresh.number, fresh.year, fresh.published_at, fresh.bonus_max) == (2, old.year, None, 5)
    assert [fresh.criteria.count(), fresh.gates.count(), fresh.grades.count()] == [1, 1, 1]
    assert [old.criteria.count(), old.gates.count(), old.grades.count()] == [1, 1, 1]


def test_one_version_is_prepared_at_a_time(reviewer):
    old = RubricVersionFactory(published=True)
    services.copy_rubric(old, year=old.year, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="đang chuẩn bị"):
        services.copy_rubric(old, year=old.year, by=reviewer, at=AT)

    assert services.copy_rubric(old, year=2027, by=reviewer, at=AT).number == 1


def test_the_newest_published_criteria_hold_for_a_subject(db):
    rubric = RubricFactory()
    RubricVersionFactory(rubric=rubric, number=1, published=True)
    newest = RubricVersionFactory(rubric=rubric, number=2, published=True)
    RubricVersionFactory(rubric=rubric, number=3)

    assert rubric_for(subject="tap_the", year=2026) == newest
    assert rubric_for(subject="ca_nhan", year=2026) is None
    assert rubric_for(subject="tap_the", year=2027) is None


@pytest.mark.parametrize("post", ["officer", "panel_member", "administrator"])
def test_unpublished_criteria_are_not_found_by_others(request, sign_in, post):
    client = sign_in(request.getfixturevalue(post))
    version = RubricVersionFactory()

    assert client.get(version.get_absolute_url()).status_code == 404
    assert client.get(reverse("scoring:rubric-edit", args=[version.pk])).status_code == 404
    assert client.get(reverse("scoring:rubric-year", args=[version.year])).status_code == 404


@pytest.mark.parametrize("post", ["officer", "panel_member", "council_member", "leader", "administrator"])
def test_published_criteria_are_for_everyone_to_read(request, sign_in, post):
    client = sign_in(request.getfixturevalue(post))
    version = CriterionFactory(version__published=True, name="Đạt chỉ tiêu").version

    page = client.get(reverse("scoring:rubric-year", args=[version.year])).content.decode()

    assert "Đạt chỉ tiêu" in page
    assert "Hướng dẫn tiêu chí năm 2026" in page
    assert "Bản mẫu, chưa phải quyết định của xã" in page
    assert "Sửa tiêu chí" not in client.get(version.get_absolute_url()).content.decode()
    assert client.get(reverse("scoring:rubric-edit", args=[version.pk])).status_code == 403


def posted(version, **changes) -> dict[str, str]:
    """The edit page as the browser would send it back."""
    data = {"add_row": None}
    forms = RubricForms(version)
    data = {bound.html_name: bound.value() for bound in forms.rubric}
    for rows in (forms.gates, forms.criteria, forms.grades):
        data |= {bound.html_name: bound.value() for bound in rows.management_form}
        data |= {bound.html_name: bound.value() for form in rows for bound in form}
    return {
        name: str(value)
        for name, value in (data | changes).items()
        if value is not None and value is not False
    }


def test_the_page_saves_what_was_typed(sign_in, reviewer):
    version = CriterionFactory(code="A1").version

    response = sign_in(reviewer).post(
        reverse("scoring:rubric-edit", args=[version.pk]),
        posted(version, **{"criteria-0-name": "Tên mới", "criteria-0-max_points": "35,5"}),
    )

    assert response.status_code == 302
    assert version.criteria.values_list("code", "name", "max_points").get() == (
        "A1",
        "Tên mới",
        Decimal("35.5"),
    )


def test_a_line_can_be_struck_out(sign_in, reviewer):
    version = CriterionFactory(code="A1").version
    CriterionFactory(version=version, code="A2")

    sign_in(reviewer).post(
        reverse("scoring:rubric-edit", args=[version.pk]), posted(version, **{"criteria-0-DELETE": "on"})
    )

    assert [c.code for c in version.criteria.all()] == ["A2"]


def test_another_row_without_scripts_keeps_what_was_typed(sign_in, reviewer):
    version = CriterionFactory().version

    response = sign_in(reviewer).post(
        reverse("scoring:rubric-edit", args=[version.pk]),
        posted(version, **{"criteria-0-name": "Tên mới", "add_row": "criteria"}),
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="Tên mới"' in page
    assert 'name="criteria-1-name"' in page
    assert version.criteria.get().name != "Tên mới"


def test_mistakes_come_back_with_what_was_typed(sign_in, reviewer):
    version = CriterionFactory().version

    response = sign_in(reviewer).post(
        reverse("scoring:rubric-edit", args=[version.pk]),
        posted(version, **{"criteria-0-max_points": "nhiều", "guidance": "Vẫn còn đây"}),
    )

    assert response.status_code == 422
    assert "Vẫn còn đây" in response.content.decode()


def test_a_conflict_shows_both_texts_and_saving_again_replaces_knowingly(sign_in, reviewer):
    version = CriterionFactory().version
    client, url = sign_in(reviewer), reverse("scoring:rubric-edit", args=[version.pk])
    mine = posted(version, guidance="Của người thứ nhất")
    client.post(url, posted(version, guidance="Của người thứ hai"))

    conflict = client.post(url, mine)
    again = client.post(url, mine | {"version": "2"})

    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Của người thứ nhất" in page
    assert "Của người thứ hai" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert again.status_code == 302
    version.refresh_from_db()
    assert version.guidance == "Của người thứ nhất"


def test_what_is_typed_is_kept_until_it_is_saved(sign_in, reviewer):
    version = CriterionFactory().version
    client, url = sign_in(reviewer), reverse("scoring:rubric-edit", args=[version.pk])

    kept = client.post(
        reverse("scoring:rubric-autosave", args=[version.pk]), posted(version, guidance="Đang soạn dở")
    )
    again = client.get(url).content.decode()
    client.post(url, posted(version))

    assert kept.status_code == 200
    assert "Đang soạn dở" in again
    assert "Đang soạn dở" not in client.get(url).content.decode()


def test_publishing_and_copying_by_the_page(sign_in, reviewer):
    version = CriterionFactory().version
    client = sign_in(reviewer)

    client.post(reverse("scoring:rubric-publish", args=[version.pk]))
    client.post(reverse("scoring:rubric-copy", args=[version.pk]), {"year": "2027"})

    assert [(v.year, v.is_published) for v in RubricVersion.objects.order_by("year")] == [
        (2026, True),
        (2027, False),
    ]


@pytest.mark.parametrize("name", ["rubric-publish", "rubric-copy"])
def test_these_are_pressed_never_visited(sign_in, reviewer, name):
    version = CriterionFactory().version

    assert sign_in(reviewer).get(reverse(f"scoring:{name}", args=[version.pk])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(sign_in, officer, count, django_assert_num_queries):
    for number in range(count):
        CriterionFactory(version=RubricVersionFactory(number=number + 1, published=True))
    client = sign_in(officer)

    with django_assert_num_queries(4):  # session, person, appointments; versions
        response = client.get(reverse("scoring:rubric-list"))

    assert response.content.decode().count("Tiêu chí mô hình tập thể</h3>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_guidance_costs_the_same_however_long(sign_in, officer, count, django_assert_num_queries):
    for number in range(count):
        rubric = RubricFactory(code=f"bo-{number}", name=f"Bộ {number}")
        CriterionFactory(version=RubricVersionFactory(rubric=rubric, published=True))
    client = sign_in(officer)

    with django_assert_num_queries(8):  # session, person, appointments; newest, versions and their lines
        page = client.get(reverse("scoring:rubric-year", args=[2026])).content.decode()

    assert page.count("<caption>Tiêu chí chấm điểm") == count
    assert "2.026" not in page
