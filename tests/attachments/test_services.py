import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from hoaxa_danvan.attachments import intake, services
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.attachments.services import FileRefused
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import RegisteredModel
from tests.attachments import files

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def stored(settings) -> list[str]:
    return sorted(str(path) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def add(entry, by, content=None, name="anh.jpg", **about) -> Evidence:
    upload = files.upload(files.photo() if content is None else content, name)
    return services.add_evidence(target=entry, upload=upload, by=by, at=AT, **about)


def test_a_photo_is_kept_small_private_and_sealed(entry, officer, settings):
    evidence = add(
        entry,
        officer,
        files.photo_from_a_phone("HEIF"),
        name="Ảnh ra mắt.heic",
        place=" Thôn 2 ",
        caption="Ra mắt mô hình",
    )

    evidence.refresh_from_db()
    with evidence.file.open() as file:
        content = file.read()
    assert (evidence.target, evidence.by, evidence.at) == (entry, officer, AT)
    assert (evidence.original_name, evidence.content_type) == ("Ảnh ra mắt.jpg", "image/jpeg")
    assert (evidence.place, evidence.caption, evidence.taken_on) == (
        "Thôn 2",
        "Ra mắt mô hình",
        date(2026, 3, 8),
    )
    assert (evidence.size, evidence.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (evidence.width, evidence.height) == Image.open(BytesIO(content)).size == (600, 800)
    assert evidence.shows_people
    assert Evidence.objects.publishable().count() == 0
    assert "mắt" not in " ".join(stored(settings))
    entries = [(e.verb, e.target, e.by, e.details["sha256"]) for e in AuditEntry.objects.all()]
    assert entries == [("attach", entry, officer, evidence.sha256)]


def test_the_day_typed_counts_more_than_the_camera_s(entry, officer):
    evidence = add(entry, officer, files.photo_from_a_phone(), taken_on=date(2026, 3, 1))

    assert evidence.taken_on == date(2026, 3, 1)


def test_a_pdf_is_kept_as_it_is(entry, officer):
    content = files.paper()

    evidence = add(entry, officer, content, name="bien-ban.docx", purpose=Evidence.Purpose.SIGNED_COPY)

    with evidence.file.open() as file:
        assert file.read() == content
    assert (evidence.original_name, evidence.content_type) == ("bien-ban.pdf", "application/pdf")
    assert (evidence.thumbnail.name, evidence.width, evidence.is_photo) == ("", None, False)


def test_the_same_file_twice_is_one(entry, officer, settings):
    first = add(entry, officer)

    assert add(entry, officer, name="anh (1).jpg") == first
    assert Evidence.objects.count() == 1
    assert len(stored(settings)) == 2  # the photo and its thumbnail
    assert AuditEntry.objects.count() == 1


REFUSED = {
    "empty": (b"", "a.jpg", "“a.jpg”: tệp rỗng."),
    "html named jpg": (b"<html>", "a.jpg", "“a.jpg”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF."),
    "svg": (b"<svg/>", "Sơ đồ.svg", "“Sơ đồ.svg”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF."),
    "bomb": (files.png_bomb(), "a.png", "“a.png”: ảnh quá nhiều điểm ảnh (trên 50 triệu)."),
    "half a photo": (
        files.photo()[:2000],
        "a.jpg",
        "“a.jpg”: không đọc được ảnh; tệp hỏng hoặc tải lên chưa hết.",
    ),
    "locked paper": (
        files.paper(encryption=pikepdf.Encryption(owner="chu", user="khach")),
        "a.pdf",
        "“a.pdf”: tệp PDF đặt mật khẩu; vui lòng bỏ mật khẩu rồi tải lại.",
    ),
    "paper with script": (
        files.paper(files.with_script),
        "a.pdf",
        "“a.pdf”: tệp PDF có mã lệnh hoặc tệp đính kèm bên trong; vui lòng in lại thành PDF rồi tải lên.",
    ),
    "half a paper": (
        files.paper()[:300],
        "a.pdf",
        "“a.pdf”: không đọc được tệp PDF; tệp hỏng hoặc tải lên chưa hết.",
    ),
    "name to break a header": (
        b"<",
        'a"\r\nX: 1/../b.jpg',
        "“b.jpg”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF.",
    ),
}


@pytest.mark.parametrize(("content", "name", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_said_with_its_name(entry, officer, settings, content, name, sentence):
    with pytest.raises(FileRefused) as refusal:
        add(entry, officer, content, name)

    assert refusal.value.message == sentence
    assert not Evidence.objects.exists()
    assert stored(settings) == []
    assert not AuditEntry.objects.exists()


def test_what_is_too_large_is_not_even_read(entry, officer, monkeypatch):
    monkeypatch.setattr(intake, "LARGEST_PHOTO", 1000)
    monkeypatch.setattr(intake, "LARGEST_PAPER", 100)

    for content, name in ((files.photo(), "a.jpg"), (files.paper(), "a.pdf")):
        with pytest.raises(FileRefused, match=f"“{name}”: lớn hơn 0 MB."):
            add(entry, officer, content, name)


def test_a_full_disk_leaves_neither_row_nor_file(entry, officer, settings, monkeypatch):
    save = default_storage.save

    def fill_up(name, content, **options):
        save(name, content, **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage._wrapped, "save", fill_up)

    with pytest.raises(FileRefused, match="máy chủ chưa lưu được tệp"):
        add(entry, officer)

    assert not Evidence.objects.exists()
    assert stored(settings) == []


def test_a_row_that_fails_takes_its_files_along(entry, officer, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(services, "record", fail)

    with pytest.raises(RuntimeError):
        add(entry, officer)

    assert not Evidence.objects.exists()
    assert stored(settings) == []


def test_the_sweep_finds_what_a_crash_left_and_nothing_else(entry, officer, settings, capsys):
    kept = add(entry, officer)
    with transaction.atomic():
        lost = add(entry, officer, files.photo(size=(50, 50)))
        transaction.set_rollback(True)
    assert len(stored(settings)) == 4

    call_command("sweep_files")
    assert len(stored(settings)) == 4  # an upload may be under way

    swept = services.sweep_files(before=timezone.now() + timedelta(hours=1))

    assert sorted(swept) == sorted([lost.file.name, lost.thumbnail.name])
    assert default_storage.exists(kept.file.name)
    assert len(stored(settings)) == 2


def test_the_sweep_of_an_empty_portal_finds_nothing(db):
    assert services.sweep_files(before=timezone.now()) == []


@pytest.mark.parametrize("stranger", ["outsider", "reviewer", "leader", "administrator"])
def test_only_its_unit_adds_changes_and_removes(entry, officer, request, settings, stranger):
    by = request.getfixturevalue(stranger)
    evidence = add(entry, officer)
    about = {"taken_on": None, "place": "", "caption": "Khác"}

    for attempt in (
        lambda: add(entry, by, files.photo(size=(20, 20))),
        lambda: services.describe_evidence(evidence, **about, by=by, at=AT),
        lambda: services.remove_evidence(evidence, by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    evidence.refresh_from_db()
    assert (evidence.caption, evidence.removed_at) == ("", None)
    assert Evidence.objects.count() == 1


def test_what_was_sent_does_not_change_any_more(entry, officer):
    evidence = add(entry, officer)
    RegisteredModel.objects.filter(pk=entry.pk).update(status="submitted", status_at=AT)

    with pytest.raises(PermissionDenied):
        services.remove_evidence(evidence, by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        add(entry, officer, files.photo(size=(20, 20)))  # `entry` still says “draft”

    assert Evidence.objects.kept().get() == evidence


def test_removed_is_marked_and_told_once(entry, officer):
    evidence = add(entry, officer)

    services.remove_evidence(evidence, by=officer, at=AT)
    with pytest.raises(FileRefused, match=r"“anh\.jpg”: đã bỏ trước đó\."):
        services.remove_evidence(evidence, by=officer, at=AT)

    evidence.refresh_from_db()
    assert evidence.removed_at == AT
    assert not Evidence.objects.kept().exists()
    assert [e.verb for e in AuditEntry.objects.all()] == ["attach", "detach"]


def test_what_was_removed_may_come_again(entry, officer):
    services.remove_evidence(add(entry, officer), by=officer, at=AT)

    again = add(entry, officer)

    assert Evidence.objects.kept().get() == again


def test_a_photo_is_public_without_people_or_with_their_consent(entry, officer):
    evidence = add(entry, officer)
    assert not Evidence.objects.publishable().exists()

    services.set_people(evidence, shows_people=False, by=officer, at=AT)
    assert Evidence.objects.publishable().get() == evidence

    services.set_people(evidence, shows_people=True, by=officer, at=AT)
    assert not Evidence.objects.publishable().exists()

    services.record_consent(evidence, note="12 hộ đồng ý bằng văn bản", by=officer, at=AT)
    assert Evidence.objects.publishable().get() == evidence

    services.withdraw_consent(evidence, by=officer, at=AT)
    assert not Evidence.objects.publishable().exists()
    told = [(e.verb, e.note) for e in AuditEntry.objects.order_by("number")][-2:]
    assert told == [
        ("record_consent", "12 hộ đồng ý bằng văn bản"),
        ("withdraw_consent", "12 hộ đồng ý bằng văn bản"),
    ]


def test_consent_names_who_and_how(entry, officer):
    with pytest.raises(IllegalMove, match="ai đồng ý"):
        services.record_consent(add(entry, officer), note=" ", by=officer, at=AT)


def test_a_paper_has_nothing_to_show(entry, officer):
    evidence = add(entry, officer, files.paper(), "a.pdf")

    with pytest.raises(FileRefused, match="chỉ ảnh mới công khai được"):
        services.record_consent(evidence, note="Đồng ý", by=officer, at=AT)


def test_an_outsider_says_nothing_about_people(entry, officer, outsider):
    evidence = add(entry, officer)

    with pytest.raises(PermissionDenied):
        services.set_people(evidence, shows_people=False, by=outsider, at=AT)
    with pytest.raises(PermissionDenied):
        services.record_consent(evidence, note="Đồng ý", by=outsider, at=AT)
    with pytest.raises(PermissionDenied):
        services.withdraw_consent(evidence, by=outsider, at=AT)

    evidence.refresh_from_db()
    assert (evidence.shows_people, evidence.consent_recorded_at) == (True, None)


def test_one_bad_file_does_not_stop_the_others(entry, officer):
    uploads = [
        files.upload(files.photo(), "1.jpg"),
        files.upload(b"x", "2.jpg"),
        files.upload(files.paper(), "3.pdf"),
    ]

    kept, refused = services.add_several(target=entry, uploads=uploads, by=officer, at=AT)

    assert [evidence.original_name for evidence in kept] == ["1.jpg", "3.pdf"]
    assert refused == ["“2.jpg”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF."]
