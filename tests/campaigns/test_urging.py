"""Đôn đốc: only who has not sent, in two manners, and nobody who has sent by the time it is issued."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.documents.composing import compose
from hoaxa_danvan.documents.models import OfficialPaper, PaperNumber
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.workflow.models import IllegalMove
from tests.campaigns.conftest import AT, LATE
from tests.factories import ObligationFactory, UnitFactory, UnitKindFactory, UnitPlanFactory

GUIDED, PEERS = "urging", "peer_urging"


@pytest.fixture(autouse=True)
def _after_the_due_day():
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def committee(window) -> Unit:
    """The People's Committee: a peer that steers a division, and owes a plan itself."""
    unit = UnitFactory(
        name="Ủy ban nhân dân xã",
        kind=UnitKindFactory(code="hdnd_ubnd", manner="consulted", block="HĐND, UBND xã"),
    )
    ObligationFactory(unit=unit, window=window)
    return unit


@pytest.fixture
def owing(window, committee) -> dict[str, Unit]:
    """Nobody has sent: three guided units, one of them steered by the People's Committee."""
    units = {
        "hoi": UnitFactory(name="Hội Nông dân xã"),
        "phong": UnitFactory(name="Phòng Kinh tế", steered_by=committee),
        "chi_bo": UnitFactory(name="Chi bộ Thôn Mẫu 1"),
    }
    for unit in units.values():
        ObligationFactory(unit=unit, window=window)
    return {**units, "ubnd": committee}


def send(unit, window, **fields):
    return UnitPlanFactory(unit=unit, campaign_year=window.campaign_year, submitted=True, **fields)


def begin(kind, window, by):
    return services.start_paper(kind, target=window, by=by, at=LATE)


def issue(paper, by):
    return services.issue_paper(
        paper,
        version=paper.version,
        number="12",
        issued_on=date(2026, 2, 3),
        signer="Trưởng ban",
        by=by,
        at=LATE,
    )


def printed(paper):
    return compose(paper, profile_of("party"), draft=1)


def listed(paper):
    return [row[1] for appendix in printed(paper).appendices for row in appendix.body[0].rows]


def test_guided_units_that_have_not_sent_are_urged_and_nobody_else(owing, window, reviewer):
    send(owing["hoi"], window)

    paper = begin(GUIDED, window, reviewer)

    assert listed(paper) == ["Chi bộ Thôn Mẫu 1", "Phòng Kinh tế"]
    whole = printed(paper)
    assert (whole.kind, whole.symbol, whole.addressees) == (
        "",
        "-CV/BXDĐ",
        ("Các cơ quan, đơn vị có tên trong danh sách kèm theo",),
    )
    text = paper.sections.get().text
    assert "đã có 1/3 (33,3%) cơ quan, đơn vị gửi; còn 2 cơ quan, đơn vị chưa gửi" in text
    assert "trước ngày 10/02/2026" in text
    assert "hạn gửi kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026 là ngày 31/01/2026." in text


def test_peers_and_those_who_steer_late_units_are_asked_kindly(owing, window, reviewer, peer):
    ObligationFactory(unit=peer.unit, window=window)
    UnitFactory(name="Hội Chữ thập đỏ xã", steered_by=peer.unit)
    send(peer.unit, window)

    paper = begin(PEERS, window, reviewer)

    # The Mặt trận has sent, and nobody whom it steers is late: it is left in peace.
    assert printed(paper).addressees == ("Ủy ban nhân dân xã",)
    assert listed(paper) == ["Phòng Kinh tế"]
    text = paper.sections.get().text
    assert "của Ủy ban nhân dân xã. Kính đề nghị các cơ quan quan tâm" in text
    assert "kính đề nghị Ủy ban nhân dân xã quan tâm chỉ đạo, đôn đốc 1 cơ quan, đơn vị" in text


def test_a_peer_that_is_late_itself_gets_no_list_of_others(owing, window, reviewer):
    send(owing["phong"], window)

    paper = begin(PEERS, window, reviewer)

    assert printed(paper).appendices == ()
    assert "đôn đốc" not in paper.sections.get().text
    assert paper.sections.get().left_out == []


def test_one_unit_is_addressed_by_its_name(owing, window, reviewer):
    send(owing["hoi"], window)
    send(owing["phong"], window)

    assert printed(begin(GUIDED, window, reviewer)).addressees == ("Chi bộ Thôn Mẫu 1",)


def test_a_joint_plan_counts_for_all_who_take_part(owing, window, reviewer):
    plan = send(owing["hoi"], window, form="joint")
    plan.joint_with.add(owing["chi_bo"])

    assert listed(begin(GUIDED, window, reviewer)) == ["Phòng Kinh tế"]


def test_the_reviewing_unit_does_not_write_to_itself_nor_to_units_that_are_gone(owing, window, reviewer):
    ObligationFactory(unit=reviewer.unit, window=window)
    Unit.objects.filter(pk=owing["chi_bo"].pk).update(until=date(2026, 1, 31))
    Unit.objects.filter(pk=reviewer.unit_id).update(kind=owing["ubnd"].kind)

    assert listed(begin(GUIDED, window, reviewer)) == ["Hội Nông dân xã", "Phòng Kinh tế"]
    assert printed(begin(PEERS, window, reviewer)).addressees == ("Ủy ban nhân dân xã",)


def test_nothing_is_urged_before_the_day(owing, window, reviewer):
    with time_machine.travel(AT, tick=False), pytest.raises(IllegalMove, match="Chưa qua hạn gửi"):
        begin(GUIDED, window, reviewer)


def test_where_all_have_sent_there_is_nobody_to_urge(owing, window, reviewer, sign_in):
    for unit in owing.values():
        send(unit, window)

    start = {"kind": GUIDED, "target_type": "campaigns.window", "target_id": window.pk}
    response = sign_in(reviewer).post(reverse("documents:paper-start"), start, follow=True)

    assertContains(response, "đã gửi đủ, không còn nơi nào để đôn đốc")
    assert response.redirect_chain[0][0] == window.get_absolute_url()
    assert not OfficialPaper.objects.exists()


def test_who_sends_meanwhile_holds_the_letter_back(owing, window, reviewer, head_reviewer):
    paper = begin(GUIDED, window, reviewer)
    send(owing["hoi"], window)

    with pytest.raises(
        IllegalMove, match=r"Đã gửi từ khi lập danh sách: Hội Nông dân xã\. Vui lòng bấm “Lấy lại"
    ):
        issue(paper, head_reviewer)
    assert not PaperNumber.objects.exists()

    paper = services.renew_facts(paper, by=reviewer, at=LATE).paper
    assert "Hội Nông dân xã" not in listed(paper)
    assert issue(paper, head_reviewer).is_issued


def test_who_is_taken_back_meanwhile_is_seen_too(owing, window, reviewer, head_reviewer):
    plan = send(owing["hoi"], window)
    paper = begin(GUIDED, window, reviewer)
    plan.delete()

    with pytest.raises(IllegalMove, match="Danh sách chưa gửi đã thay đổi"):
        issue(paper, head_reviewer)


def test_addressees_follow_the_facts_until_somebody_writes_others(owing, window, reviewer, head_reviewer):
    send(owing["hoi"], window)
    send(owing["phong"], window)
    paper = begin(GUIDED, window, reviewer)
    send(owing["chi_bo"], window)
    late = UnitFactory(name="Trạm Y tế xã")
    ObligationFactory(unit=late, window=window)

    paper = services.renew_facts(paper, by=reviewer, at=LATE).paper
    assert paper.addressees == "Trạm Y tế xã"

    written = services.save_paper(
        paper,
        version=paper.version,
        fields={"addressees": "Trạm Y tế xã\nHội Nông dân xã"},
        texts={},
        by=reviewer,
        at=LATE,
    )
    with pytest.raises(IllegalMove, match="bỏ khỏi nơi kính gửi: Hội Nông dân xã"):
        issue(written, head_reviewer)


def test_an_urgent_letter_says_so(owing, window, reviewer):
    paper = begin(GUIDED, window, reviewer)

    urgent = services.save_paper(
        paper, version=paper.version, fields={"urgency": "KHẨN"}, texts={}, by=reviewer, at=LATE
    )

    assert printed(urgent).urgency == "KHẨN"


@pytest.mark.parametrize("kind", [GUIDED, PEERS])
@pytest.mark.parametrize("who", ["officer", "peer", "clerk", "leader", "administrator", "council_member"])
def test_only_reviewers_write_it(owing, window, request, who, kind):
    with pytest.raises(PermissionDenied):
        begin(kind, window, request.getfixturevalue(who))


@pytest.mark.parametrize(
    "who", ["officer", "peer", "outsider", "council_member", "panel_member", "administrator"]
)
def test_no_unit_ever_sees_who_is_late(owing, window, request, reviewer, head_reviewer, sign_in, who):
    paper = begin(GUIDED, window, reviewer)
    document = issue(paper, head_reviewer)
    post = request.getfixturevalue(who)
    client = sign_in(post)

    assert list(OfficialPaper.objects.visible_to(post)) == []
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert client.get(reverse("documents:document-detail", args=[document.pk])).status_code == 404
    assert client.get(window.get_absolute_url()).status_code == 403
    assertNotContains(client.get(window.campaign_year.get_absolute_url()), "đôn đốc")


@pytest.mark.parametrize("who", ["reviewer", "clerk", "leader"])
def test_the_office_sees_who_is_late_and_the_letters(owing, window, request, reviewer, sign_in, who):
    send(owing["hoi"], window)
    begin(GUIDED, window, reviewer)
    client = sign_in(request.getfixturevalue(who))

    assertContains(client.get(window.campaign_year.get_absolute_url()), "Đơn vị chưa gửi, đôn đốc")
    page = client.get(window.get_absolute_url())

    assertContains(page, "Chưa gửi: 3/4 (75,0%)")
    assertContains(page, "Phòng Kinh tế")
    assertNotContains(page, "Hội Nông dân xã")
    assertContains(page, "Công văn đôn đốc gửi kế hoạch", count=1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_are_late(
    window, reviewer, sign_in, count, django_assert_num_queries
):
    for _ in range(count):
        ObligationFactory(unit=UnitFactory(), window=window)
    client = sign_in(reviewer)

    # session, person, appointments; window; plans, units; owed; papers
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(window.get_absolute_url())


PAGE_QUERIES = 9


@pytest.mark.parametrize("path", ["2026/don-doc/award/", "2026/don-doc/khac/", "2027/don-doc/plan/"])
def test_a_window_that_nobody_owes_or_that_is_not_there(window, reviewer, sign_in, path):
    year = reverse("campaigns:year-list")

    assert sign_in(reviewer).get(f"{year}{path}").status_code == 404
