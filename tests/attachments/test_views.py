import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.attachments.models import Evidence
from models_registry.models import RegisteredModel
from tests.attachments import files
from tests.attachments.test_services import AT, add
from tests.factories import UnitPlanFactory

NO_SECRETS = "Không tải lên tài liệu mật, tài liệu lưu hành nội bộ."


def add_url(target) -> str:
    return reverse("attachments:evidence-add", args=[target._meta.label_lower, target.pk])


def test_several_files_come_in_one_go_and_one_is_back_where_one_was(sign_in, officer, entry):
    client = sign_in(officer)
    page = client.get(add_url(entry))
    assertContains(page, NO_SECRETS)

    answer = client.post(
        add_url(entry),
        {
            "uploads": [files.upload(files.photo(), "1.jpg"), files.upload(files.paper(), "2.pdf")],
            "purpose": "evidence",
            "taken_on": "08/03/2026",
            "place": "Thôn 2",
            "caption": "Ra mắt",
            "shows_people": "False",
            "next": "/viec-cua-toi/",
        },
    )

    assertRedirects(answer, "/viec-cua-toi/", fetch_redirect_response=False)
    kept = Evidence.objects.about(entry)
    assert [(e.original_name, e.place, e.shows_people) for e in kept] == [
        ("1.jpg", "Thôn 2", False),
        ("2.pdf", "Thôn 2", False),
    ]


@pytest.mark.parametrize(
    ("asked", "purpose"), [("signed_copy", "signed_copy"), ("", "evidence"), ("nonsense", "evidence")]
)
def test_the_link_says_what_the_file_is_for(sign_in, officer, entry, asked, purpose):
    page = sign_in(officer).get(add_url(entry), {"purpose": asked})

    assertContains(page, f'<input type="hidden" name="purpose" value="{purpose}" id="id_purpose">', html=True)


def test_a_bad_file_is_named_and_the_good_one_stays(sign_in, officer, entry):
    good, bad = files.upload(files.photo(), "1.jpg"), files.upload(b"<html>", "2.jpg")

    answer = sign_in(officer).post(
        add_url(entry), {"uploads": [good, bad], "purpose": "evidence", "shows_people": "True"}
    )

    assert answer.status_code == 422
    assertContains(answer, "“2.jpg”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF.", status_code=422)
    assertContains(answer, "Đã lưu 1 tệp.", status_code=422)
    assert Evidence.objects.get().original_name == "1.jpg"


def test_a_form_without_files_says_so(sign_in, officer, entry):
    answer = sign_in(officer).post(add_url(entry), {"purpose": "evidence", "shows_people": "True"})

    assertContains(answer, "Vui lòng chọn ảnh hoặc tệp PDF.", status_code=422)


def test_one_is_never_led_out_of_the_portal(sign_in, officer, entry):
    answer = sign_in(officer).post(
        add_url(entry),
        {
            "uploads": files.upload(files.photo()),
            "purpose": "evidence",
            "shows_people": "True",
            "next": "https://xau.test/",
        },
    )

    assertRedirects(answer, entry.get_absolute_url(), fetch_redirect_response=False)


def test_a_plan_is_never_public_and_is_not_asked_about_people(sign_in, officer):
    page = sign_in(officer).get(add_url(UnitPlanFactory(unit=officer.unit)))

    assert page.status_code in {200, 403}  # 403 until plans take files
    if page.status_code == 200:
        assertNotContains(page, "người nhận ra được")


@pytest.mark.parametrize("stranger", ["outsider", "reviewer", "council_member", "administrator"])
def test_what_one_may_not_read_one_may_not_add_to(sign_in, entry, request, stranger):
    client = sign_in(request.getfixturevalue(stranger))

    assert client.get(add_url(entry)).status_code == 404
    assert client.post(add_url(entry), {"uploads": files.upload(files.photo())}).status_code == 404
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("kind", ["nothing.here", "nonsense", "accounts.user", "accounts.unit", "a.b.c"])
def test_what_has_no_files_is_not_there(sign_in, officer, kind):
    answer = sign_in(officer).get(reverse("attachments:evidence-add", args=[kind, 1]))

    assert answer.status_code == 404


def test_a_reader_may_look_but_not_add(sign_in, reviewer, entry):
    RegisteredModel.objects.filter(pk=entry.pk).update(status="submitted", status_at=AT, sent_at=AT)

    assert sign_in(reviewer).get(add_url(entry)).status_code == 403


def test_a_photo_is_shown_and_a_paper_is_downloaded(sign_in, officer, entry):
    photo = add(entry, officer, name="Ảnh “đẹp”.jpg")
    paper = add(entry, officer, files.paper(), "Biên bản.pdf")
    client = sign_in(officer)

    shown = client.get(reverse("attachments:evidence-file", args=[photo.pk]))
    small = client.get(reverse("attachments:evidence-thumbnail", args=[photo.pk]))
    taken = client.get(reverse("attachments:evidence-file", args=[paper.pk]))

    for answer, kept in ((shown, photo.file), (small, photo.thumbnail), (taken, paper.file)):
        with kept.open() as file:
            assert answer.getvalue() == file.read()
    for answer, kind in ((shown, "image/jpeg"), (small, "image/jpeg"), (taken, "application/pdf")):
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
    assert shown["Content-Disposition"].startswith("inline")
    assert taken["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf"


def test_a_paper_has_no_thumbnail(sign_in, officer, entry):
    paper = add(entry, officer, files.paper(), "a.pdf")

    answer = sign_in(officer).get(reverse("attachments:evidence-thumbnail", args=[paper.pk]))

    assert answer.status_code == 404


def test_what_the_browser_already_has_is_not_sent_again(sign_in, officer, entry):
    url = reverse("attachments:evidence-file", args=[add(entry, officer).pk])
    client = sign_in(officer)
    first = client.get(url)
    first.getvalue()

    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["evidence-file", "evidence-thumbnail", "evidence-change"])
@pytest.mark.parametrize("stranger", ["outsider", "reviewer", "leader", "panel_member"])
def test_another_unit_s_file_is_not_there(sign_in, officer, entry, request, name, stranger):
    url = reverse(f"attachments:{name}", args=[add(entry, officer).pk])

    assert sign_in(request.getfixturevalue(stranger)).get(url).status_code == 404


def test_visitors_are_asked_to_sign_in(client, officer, entry):
    evidence = add(entry, officer)

    for name in ("evidence-file", "evidence-thumbnail", "evidence-change", "evidence-remove"):
        answer = client.get(reverse(f"attachments:{name}", args=[evidence.pk]))
        assert answer.status_code == 302


def test_a_removed_file_is_not_there(sign_in, officer, entry):
    evidence = add(entry, officer)
    client = sign_in(officer)

    answer = client.post(reverse("attachments:evidence-remove", args=[evidence.pk]))

    assertRedirects(answer, entry.get_absolute_url(), fetch_redirect_response=False)
    assert client.get(reverse("attachments:evidence-file", args=[evidence.pk])).status_code == 404


def test_a_look_removes_nothing(sign_in, officer, entry):
    evidence = add(entry, officer)

    answer = sign_in(officer).get(reverse("attachments:evidence-remove", args=[evidence.pk]))

    assert answer.status_code == 405
    assert Evidence.objects.kept().exists()


def test_a_file_that_is_gone_from_the_disk_is_not_an_error(sign_in, officer, entry):
    evidence = add(entry, officer)
    evidence.file.storage.delete(evidence.file.name)

    answer = sign_in(officer).get(reverse("attachments:evidence-file", args=[evidence.pk]))

    assert answer.status_code == 404


def test_its_unit_describes_it_and_records_consent(sign_in, officer, entry):
    evidence = add(entry, officer)
    client = sign_in(officer)
    url = reverse("attachments:evidence-change", args=[evidence.pk])

    assertContains(client.get(url), "Ai đồng ý công khai")
    answer = client.post(
        url,
        {
            "taken_on": "08/03/2026",
            "place": "Thôn 2",
            "caption": "Ra mắt",
            "shows_people": "True",
            "consent_note": "Các hộ đồng ý miệng, cán bộ thôn ghi",
        },
    )

    assertRedirects(answer, entry.get_absolute_url(), fetch_redirect_response=False)
    evidence.refresh_from_db()
    assert (evidence.caption, evidence.consent_note) == ("Ra mắt", "Các hộ đồng ý miệng, cán bộ thôn ghi")
    assert Evidence.objects.publishable().get() == evidence


def test_a_wrong_day_is_answered_in_the_form(sign_in, officer, entry):
    url = reverse("attachments:evidence-change", args=[add(entry, officer).pk])

    answer = sign_in(officer).post(url, {"taken_on": "31/02/2026", "shows_people": "True"})

    assertContains(answer, "31/02/2026", status_code=422)


def test_the_reviewer_may_keep_people_out_of_public_but_not_rewrite(sign_in, officer, reviewer, entry):
    evidence = add(entry, officer, shows_people=False, caption="Ra mắt")
    RegisteredModel.objects.filter(pk=entry.pk).update(status="submitted", status_at=AT, sent_at=AT)
    url = reverse("attachments:evidence-change", args=[evidence.pk])

    sign_in(reviewer).post(url, {"shows_people": "True", "caption": "Khác"})

    evidence.refresh_from_db()
    assert (evidence.shows_people, evidence.caption) == (True, "Ra mắt")
