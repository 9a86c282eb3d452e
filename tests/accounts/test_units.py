from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.events import unit_added
from hoaxa_danvan.accounts.models import FormerName, Unit
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.lib.lists import search
from tests.factories import UnitFactory, UnitKindFactory

AT = datetime(2026, 3, 20, 8, 0, tzinfo=LOCAL)


def verbs():
    return [entry.verb for entry in AuditEntry.objects.all()]


@pytest.fixture
def unit(db) -> Unit:
    return UnitFactory(name="Hội Nông dân xã")


@pytest.fixture
def told():
    """What `unit_added` told its receivers."""
    heard = []

    def listen(sender, **facts):
        heard.append((facts["unit"], facts["by"], facts["at"]))

    unit_added.connect(listen)
    yield heard
    unit_added.disconnect(listen)


def test_new_unit_is_announced_in_the_same_transaction(administrator, told):
    other = UnitFactory()

    unit = services.create_unit(
        fields={"name": "Chi bộ Thôn Mẫu 1", "kind": UnitKindFactory()},
        linked=[other],
        by=administrator,
        at=AT,
    )

    assert (unit.code, list(unit.linked.all()), list(other.linked.all())) == (
        "chi-bo-thon-mau-1",
        [other],
        [unit],
    )
    assert told == [(unit, administrator, AT)]
    assert [(e.verb, e.by, e.target) for e in AuditEntry.objects.all()] == [
        ("create_unit", administrator, unit)
    ]


def test_receiver_that_fails_undoes_the_unit(administrator):
    def fail(sender, **facts):
        raise ValueError("no open year")

    unit_added.connect(fail)
    try:
        with pytest.raises(ValueError, match="no open year"):
            services.create_unit(
                fields={"name": "Đơn vị hỏng", "kind": UnitKindFactory()}, by=administrator, at=AT
            )
    finally:
        unit_added.disconnect(fail)

    assert not Unit.objects.filter(name="Đơn vị hỏng").exists()
    assert verbs() == []


def test_two_units_of_one_name_have_codes_of_their_own(administrator):
    fields = {"name": "Chi bộ Thôn Mẫu 1", "kind": UnitKindFactory()}

    codes = [services.create_unit(fields=fields, by=administrator, at=AT).code for _ in range(3)]

    assert codes == ["chi-bo-thon-mau-1", "chi-bo-thon-mau-1-2", "chi-bo-thon-mau-1-3"]


def test_correction_keeps_no_old_name(unit, administrator):
    fresh = services.change_unit(
        unit, version=1, fields={"name": "Hội Nông dân xã Hòa Xá", "email": ""}, by=administrator, at=AT
    )

    assert (fresh.name, fresh.version) == ("Hội Nông dân xã Hòa Xá", 2)
    assert not FormerName.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.details) == (
        "change_unit",
        {"name": ["Hội Nông dân xã", "Hội Nông dân xã Hòa Xá"]},
    )


def test_renamed_unit_keeps_its_old_name_and_is_found_by_it(unit, administrator):
    services.rename_unit(
        unit,
        version=1,
        fields={"name": "Hội Nhà nông Hòa Xá"},
        renamed_on=date(2026, 4, 1),
        by=administrator,
        at=AT,
    )

    former = FormerName.objects.get()
    assert (former.name, former.until) == ("Hội Nông dân xã", date(2026, 3, 31))
    assert verbs() == ["change_unit", "rename_unit"]
    assert list(search(Unit.objects.filter(pk=unit.pk), "nong dan")) == [unit]
    assert list(search(Unit.objects.filter(pk=unit.pk), "Nhà nông")) == [unit]


@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        ("Hội Nông dân xã", date(2026, 4, 1), "Tên mới giống tên đang dùng."),
        ("Tên khác", date(2025, 7, 1), "Ngày đổi tên phải sau ngày đơn vị bắt đầu."),
    ],
)
def test_name_changes_once_and_after_the_unit_began(unit, administrator, name, on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.rename_unit(unit, version=1, fields={"name": name}, renamed_on=on, by=administrator, at=AT)

    assert not FormerName.objects.exists()
    assert verbs() == []


def test_second_of_two_saves_is_told_and_overwrites_nothing(unit, administrator):
    services.change_unit(unit, version=1, fields={"email": "hoi@xa.vn"}, by=administrator, at=AT)

    with pytest.raises(services.Stale) as clash:
        services.change_unit(unit, version=1, fields={"email": "khac@xa.vn"}, by=administrator, at=AT)

    assert clash.value.fresh.email == "hoi@xa.vn"
    unit.refresh_from_db()
    assert (unit.email, unit.version) == ("hoi@xa.vn", 2)


def test_stale_renaming_leaves_no_old_name_behind(unit, administrator):
    services.change_unit(unit, version=1, fields={"email": "hoi@xa.vn"}, by=administrator, at=AT)

    with pytest.raises(services.Stale):
        services.rename_unit(
            unit,
            version=1,
            fields={"name": "Tên khác"},
            renamed_on=date(2026, 4, 1),
            by=administrator,
            at=AT,
        )

    assert not FormerName.objects.exists()


def test_units_do_not_steer_each_other_in_a_ring(unit, administrator):
    below = UnitFactory(steered_by=unit)
    lowest = UnitFactory(steered_by=below)

    with pytest.raises(ValidationError, match="chỉ đạo chính mình"):
        services.steer_unit(unit, steered_by=lowest, since=date(2026, 3, 1), by=administrator, at=AT)

    unit.refresh_from_db()
    assert unit.steered_by is None


def test_manner_of_a_kind_can_be_changed(administrator):
    kind = UnitKindFactory()

    services.change_unit_kind(kind, version=1, fields={"manner": "consulted"}, by=administrator, at=AT)

    kind.refresh_from_db()
    assert (kind.is_guided, kind.version) == (False, 2)
    assert verbs() == ["change_unit_kind"]
    with pytest.raises(services.Stale):
        services.change_unit_kind(kind, version=1, fields={"manner": "guided"}, by=administrator, at=AT)


@pytest.mark.parametrize("role", ["officer", "head", "reviewer", "leader", "clerk", "secretary"])
def test_nobody_else_writes_units(request, role):
    post = request.getfixturevalue(role)
    kind = UnitKindFactory()

    with pytest.raises(PermissionDenied):
        services.create_unit(fields={"name": "Đơn vị lạ", "kind": kind}, by=post, at=AT)
    with pytest.raises(PermissionDenied):
        services.change_unit(post.unit, version=1, fields={"name": "Tên lạ"}, by=post, at=AT)
    with pytest.raises(PermissionDenied):
        services.rename_unit(
            post.unit, version=1, fields={"name": "Tên lạ"}, renamed_on=date(2026, 4, 1), by=post, at=AT
        )
    with pytest.raises(PermissionDenied):
        services.change_unit_kind(kind, version=1, fields={"name": "Khối lạ"}, by=post, at=AT)

    assert not Unit.objects.filter(name__contains="lạ").exists()
    assert not FormerName.objects.exists()
    assert verbs() == []


def test_a_unit_may_have_a_look_of_its_own(sign_in, administrator):
    """The Đoàn heads its papers otherwise than the other organisations."""
    unit = UnitFactory(name="Đoàn TNCS Hồ Chí Minh xã")
    client = sign_in(administrator)
    page = reverse("accounts:unit-change", args=[unit.pk])
    form = {"name": unit.name, "kind": unit.kind_id, "since": "01/07/2025", "version": unit.version}

    assertContains(client.get(page), "Theo khối đơn vị")
    refused = client.post(page, {**form, "heading_profile": "không có"})
    client.post(page, {**form, "heading_profile": "doan"})

    assert "heading_profile" in refused.context["form"].errors
    unit.refresh_from_db()
    assert unit.heading_profile == "doan"
    assertContains(client.get(unit.get_absolute_url()), "Văn bản của Đoàn TNCS Hồ Chí Minh")
