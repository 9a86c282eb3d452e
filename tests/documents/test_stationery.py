"""The commune's own profiles and letterheads: who changes them, what they change, and what they do not."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.first_page import sample_paper, samples
from hoaxa_danvan.documents.headings import HeadingProfile, default_letterheads, default_profiles
from hoaxa_danvan.documents.looks import figures_of, look_of
from hoaxa_danvan.documents.models import Document, FirstPage, Stationery
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.documents.selectors.stationery import (
    entries,
    find_entry,
    letterhead_of,
    profile_choices,
    profile_of,
)
from hoaxa_danvan.documents.services.documents import key_of, order_document
from hoaxa_danvan.documents.services.first_pages import first_page_job, order_first_page
from hoaxa_danvan.documents.services.stationery import (
    copy_stationery,
    reset_stationery,
    sample_pair,
    save_stationery,
)
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove, Stale
from tests.documents.measure import pages
from tests.factories import UnitFactory

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
PARTY = default_profiles()["party"]
BUREAU = default_letterheads()["ban_xay_dung_dang"]
Kind = Stationery.Kind


def with_figures(profile: HeadingProfile, **figures: object) -> HeadingProfile:
    names = {name.replace("_", "-"): value for name, value in figures.items()}
    return replace(profile, look=look_of(figures_of(profile.look) | names))


WIDER = with_figures(PARTY, margin_left=Decimal(35), office_weight=True)


# Saving


def test_what_is_saved_holds_from_now_on_and_the_trail_says_what_changed(administrator):
    row = save_stationery(WIDER, version=0, by=administrator, at=AT)

    assert profile_of("party") == WIDER
    assert (row.kind, row.key, row.version) == (Kind.PROFILE, "party", 1)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target, entry.by, entry.at) == ("save_stationery", row, administrator, AT)
    assert entry.details["changes"] == {"look": [dict(PARTY.look), dict(WIDER.look)]}


def test_papers_made_already_keep_their_look(administrator):
    paper = sample_paper(PARTY, default_letterheads()["ban_thuong_vu"])
    ordered = {
        "kind": Document.Kind.URGING,
        "title": "x",
        "paper": paper,
        "job_kind": "tests",
        "by": None,
        "at": AT,
    }
    before = order_document(**ordered, target=UnitFactory(), key=key_of("one", paper))

    save_stationery(WIDER, version=0, by=administrator, at=AT)
    after = order_document(**ordered, target=UnitFactory(), key=key_of("two", paper))

    before.refresh_from_db()
    assert before.profile == PARTY.to_dict()
    assert after.profile == WIDER.to_dict()


@pytest.mark.parametrize("post", ["officer", "head", "reviewer", "leader", "clerk", "council_member"])
def test_nobody_but_the_administrator_changes_them(post, request):
    who = request.getfixturevalue(post)
    entry = find_entry(Kind.PROFILE, "party")

    for act in (
        lambda: save_stationery(WIDER, version=0, by=who, at=AT),
        lambda: copy_stationery(entry, name="Riêng", by=who, at=AT),
        lambda: reset_stationery(entry, version=0, by=who, at=AT),
        lambda: order_first_page(*sample_pair(PARTY), by=who, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert not Stationery.objects.exists()
    assert not Job.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_save_from_an_old_page_changes_nothing(administrator):
    save_stationery(WIDER, version=0, by=administrator, at=AT)
    narrower = with_figures(PARTY, margin_left=Decimal(25))

    for version in (0, 2, 7):
        with pytest.raises(Stale):
            save_stationery(narrower, version=version, by=administrator, at=AT)
    with pytest.raises(Stale):
        save_stationery(BUREAU, version=3, by=administrator, at=AT)

    assert profile_of("party") == WIDER
    assert save_stationery(narrower, version=1, by=administrator, at=AT).version == 2
    assert AuditEntry.objects.count() == 2


def test_a_page_opened_before_a_reset_is_still_found_out_as_old(administrator):
    save_stationery(WIDER, version=0, by=administrator, at=AT)
    reset_stationery(find_entry(Kind.PROFILE, "party"), version=1, by=administrator, at=AT)

    for version in (0, 1):
        with pytest.raises(Stale):
            save_stationery(WIDER, version=version, by=administrator, at=AT)

    assert profile_of("party") == PARTY
    save_stationery(WIDER, version=2, by=administrator, at=AT)
    assert profile_of("party") == WIDER


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (replace(PARTY, look={**PARTY.look, "title-size": "15pt;}"}), "phải là số"),
        (replace(PARTY, look={**PARTY.look, "title-size": "40pt"}), "từ 10 đến 18 pt"),
        (replace(PARTY, symbol="-{kind}/{body.__init__}"), "Cách ghép ký hiệu"),
        (replace(PARTY, issuer_mark="<hr>"), "Dấu ngăn"),
        (replace(PARTY, title_end="~"), "Dấu ngăn"),
        (replace(PARTY, name=" "), "Cần ghi tên mẫu"),
        (replace(PARTY, name="Văn bản hành chính của nhà nước"), "Đã có mẫu tên"),
    ],
)
def test_what_may_not_be_printed_is_not_saved_by_any_door(profile, said, administrator):
    with pytest.raises(IllegalMove, match=said):
        save_stationery(profile, version=0, by=administrator, at=AT)

    assert not Stationery.objects.exists()


def test_a_measure_that_comes_with_a_later_version_has_its_default(administrator):
    row = save_stationery(WIDER, version=0, by=administrator, at=AT)
    old = {name: value for name, value in row.content.items() if name != "basis_dash"}
    old["look"] = {name: value for name, value in old["look"].items() if name != "rule-length"}
    Stationery.objects.update(content={**old, "given_up": 1})

    assert profile_of("party") == WIDER


def test_a_letterhead_of_a_later_version_is_read_too(administrator):
    save_stationery(replace(BUREAU, code="BXĐĐ"), version=0, by=administrator, at=AT)
    Stationery.objects.update(content={**Stationery.objects.get().content, "given_up": 1})

    assert letterhead_of(BUREAU.key) == replace(BUREAU, code="BXĐĐ")


# Copies, and back to the default


def test_a_profile_of_the_communes_own_begins_as_a_copy(administrator):
    row = copy_stationery(
        find_entry(Kind.PROFILE, "doan"), name="Hội Cựu chiến binh", by=administrator, at=AT
    )

    own = profile_of("hoi_cuu_chien_binh")
    doan = default_profiles()["doan"]
    assert own == replace(doan, key=row.key, name="Hội Cựu chiến binh", source=own.source)
    assert own.is_uncertain
    assert (row.key, "Hội Cựu chiến binh") in profile_choices()
    assert find_entry(Kind.PROFILE, row.key).is_own
    with pytest.raises(IllegalMove, match="Đã có mẫu tên"):
        copy_stationery(find_entry(Kind.PROFILE, "doan"), name="Hội cựu chiến binh ", by=administrator, at=AT)
    assert Stationery.objects.count() == 1


def test_two_names_that_fold_alike_get_keys_of_their_own(administrator):
    entry = find_entry(Kind.LETTERHEAD, "van_phong")

    keys = [
        copy_stationery(entry, name=name, by=administrator, at=AT).key
        for name in ("Ban Chỉ đạo", "Ban Chỉ đạo (2)", "…")
    ]

    assert keys == ["ban_chi_dao", "ban_chi_dao_2", "mau"]


def test_back_to_the_default_and_the_trail_keeps_what_was(administrator):
    save_stationery(WIDER, version=0, by=administrator, at=AT)

    reset_stationery(find_entry(Kind.PROFILE, "party"), version=1, by=administrator, at=AT)

    entry = find_entry(Kind.PROFILE, "party")
    assert (entry.value, entry.is_changed) == (PARTY, False)
    assert AuditEntry.objects.get(verb="reset_stationery").details["content"] == WIDER.to_dict()


def test_an_own_one_goes_away_unless_something_uses_it(administrator):
    copy_stationery(find_entry(Kind.PROFILE, "party"), name="Riêng", by=administrator, at=AT)
    own = find_entry(Kind.PROFILE, "rieng")
    save_stationery(replace(BUREAU, profile="rieng"), version=0, by=administrator, at=AT)
    with pytest.raises(IllegalMove, match="đang dùng cho: Ban Xây dựng Đảng"):
        reset_stationery(own, version=1, by=administrator, at=AT)
    save_stationery(BUREAU, version=1, by=administrator, at=AT)
    unit = UnitFactory(name="Hội Nông dân xã", heading_profile="rieng")
    with pytest.raises(IllegalMove, match="đang dùng cho: Hội Nông dân xã"):
        reset_stationery(own, version=1, by=administrator, at=AT)
    unit.delete()

    reset_stationery(own, version=1, by=administrator, at=AT)

    assert find_entry(Kind.PROFILE, "rieng") is None
    assert [entry.key for entry in entries(Kind.PROFILE)] == list(default_profiles())
    # The name is free again.
    assert (
        copy_stationery(find_entry(Kind.PROFILE, "party"), name="Riêng", by=administrator, at=AT).version == 3
    )


# The first page


def test_the_worker_draws_the_first_page_once_and_a_save_asks_for_it(administrator):
    save_stationery(WIDER, version=0, by=administrator, at=AT)
    job = first_page_job(*sample_pair(profile_of("party")))

    assert run(job_id=job.pk, at=AT)

    page = FirstPage.objects.get(job=job)
    assert bytes(page.picture).startswith(b"\x89PNG")
    assert (page.width, page.height) == (910, 2 * 1287 + 24)  # two A4 at 110 dpi
    assert order_first_page(*sample_pair(WIDER), by=administrator, at=AT) == job
    assert run(job_id=job.pk, at=AT) is False


def test_another_look_is_another_picture(administrator):
    jobs = [order_first_page(*sample_pair(look), by=administrator, at=AT) for look in (PARTY, WIDER, BUREAU)]
    for job in jobs:
        run(job_id=job.pk, at=AT)

    pictures = {bytes(page.picture) for page in FirstPage.objects.all()}

    assert len(pictures) == 3


def test_pictures_are_not_kept_for_ever(administrator):
    old = order_first_page(*sample_pair(PARTY), by=administrator, at=AT)
    run(job_id=old.pk, at=AT)
    Job.objects.filter(pk=old.pk).update(finished_at=AT - timedelta(days=90))

    run(job_id=order_first_page(*sample_pair(WIDER), by=administrator, at=AT).pk, at=AT)

    assert [page.job.payload["profile"]["look"] for page in FirstPage.objects.all()] == [dict(WIDER.look)]
    assert first_page_job(*sample_pair(PARTY)) is None


@pytest.mark.parametrize("key", list(default_letterheads()))
def test_the_samples_have_every_part_of_a_paper_on_a_page_each(key):
    letterhead = default_letterheads()[key]
    profile = default_profiles()[letterhead.profile]
    parts = (
        ("Căn cứ", "Bảng 1", profile.prefixes["by_order"]),
        ("KHẨN", profile.subject_lead, "Kính gửi:", "Các chi bộ trực thuộc"),
    )

    for paper, expected in zip(samples(profile, letterhead), parts, strict=True):
        (page,) = pages(render_pdf(paper, profile, identifier="x", created=AT))
        words = " ".join(word.text for word in page.words)
        for part in (paper.number, letterhead.office, "Nơi nhận:", *expected):
            assert part in words
