"""The plan comes in from its own text: by the page and by the command, once."""

import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from campaigns.models import Campaign, Citation, ContentItem, ItemAgency
from campaigns.services.imports import import_campaign
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import UnitFactory, UnitKindFactory

AT = datetime(2025, 12, 20, 8, 0, tzinfo=LOCAL)
FILE = Path("campaigns/defaults/ke-hoach-dan-van-kheo-2025-2030.txt")

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> bytes:
    return FILE.read_bytes()


def test_the_plan_becomes_a_campaign_with_its_items_duties_and_citations(text):
    campaign = import_campaign(text, at=AT)

    assert (campaign.first_year, campaign.last_year) == (2025, 2030)
    assert (campaign.number, campaign.issued_on) == ("", None)
    assert list(campaign.items.values_list("order", "timing", "first_year")) == [
        (1, "yearly", 2026),
        (2, "yearly", 2026),
        (3, "regular", 2026),
        (4, "yearly", 2026),
        (5, "yearly", 2026),
        (6, "yearly", 2026),
        (7, "yearly", 2026),
    ]
    assert campaign.duties.count() == 3
    assert Citation.objects.get(number="31-QĐ/ĐU").issued_on == date(2025, 8, 27)
    assert [e.verb for e in AuditEntry.objects.all()] == ["import"]


def test_agencies_are_matched_to_units_and_kinds(text):
    kind = UnitKindFactory(code="cap_uy", name="Cấp ủy trực thuộc Đảng ủy xã")
    reviewing = UnitFactory(name="Ban Xây dựng Đảng Đảng ủy")

    import_campaign(text, at=AT)

    lead = ItemAgency.objects.get(item__order=5, role="lead")
    party_cells = ItemAgency.objects.get(item__order=1, name="Các cấp ủy trực thuộc Đảng ủy xã")
    assert (lead.unit, lead.kind) == (reviewing, None)
    assert (party_cells.unit, party_cells.kind) == (None, kind)


@pytest.mark.parametrize("twist", [lambda t: t, lambda t: t.replace(b"\n", b"\r\n")])
def test_the_same_text_again_changes_nothing(text, twist):
    first = import_campaign(text, at=AT)

    again = import_campaign(twist(text), number="99-KH/ĐU", at=AT)

    assert (again.pk, again.number) == (first.pk, "")
    assert (Campaign.objects.count(), ContentItem.objects.count()) == (1, 7)
    assert AuditEntry.objects.count() == 1


def test_another_plan_of_the_same_period_is_refused(text):
    import_campaign(text, at=AT)

    with pytest.raises(IllegalMove, match="Đã có một kế hoạch khác"):
        import_campaign(text + "\nThêm một dòng.\n".encode(), at=AT)

    assert Campaign.objects.count() == 1


def run(*args: object) -> str:
    out = StringIO()
    call_command("import_campaign", *map(str, args), stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_read_and_that_it_was_there_already():
    assert "7 nội dung, 3 nhiệm vụ, 9 văn bản" in run(FILE)
    assert "Kế hoạch này đã có, không thay đổi gì." in run(FILE)


def test_a_dry_run_saves_nothing_and_prints_json():
    told = json.loads(run(FILE, "--dry-run", "--json"))

    assert [item["order"] for item in told["items"]] == [1, 2, 3, 4, 5, 6, 7]
    assert set(told) == {
        "title", "issuer", "period", "preamble", "purposes", "items", "duties", "citations",
        "closing", "recipients", "signer", "office", "unrecognised",
    }  # fmt: skip
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", "Thư mời họp.".encode()])
def test_what_is_no_plan_is_refused_in_a_sentence(tmp_path, content):
    file = tmp_path / "x.txt"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"^[A-ZĐ].*\.$"):
        run(file)

    assert not Campaign.objects.exists()


def test_a_missing_file_is_said_so():
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        run("khong-co.txt")


def upload(client, content: bytes):
    file = SimpleUploadedFile("ke-hoach.txt", content)
    return client.post(reverse("campaigns:campaign-import"), {"file": file})


def test_the_preview_shows_every_line_and_saves_nothing(administrator, sign_in, text):
    response = upload(sign_in(administrator), text + "Dòng lạ không thuộc đâu cả\n".encode())

    page = response.content.decode()
    assert "Dòng lạ không thuộc đâu cả" in page
    assert "Nội dung 7" in page
    assert not Campaign.objects.exists()


def test_after_the_preview_the_plan_is_saved_with_its_number(administrator, sign_in, text):
    client = sign_in(administrator)
    source = upload(client, text).context["form"].initial["source"]

    response = client.post(
        reverse("campaigns:campaign-import-confirm"),
        {"source": source, "number": "15-KH/ĐU", "issued_on": "05/12/2025"},
    )

    campaign = Campaign.objects.get()
    assert response.url == campaign.get_absolute_url()
    assert (campaign.number, campaign.issued_on) == ("15-KH/ĐU", date(2025, 12, 5))
    assert client.get(campaign.get_absolute_url()).status_code == 200


def test_a_wrong_date_keeps_the_preview_and_what_was_typed(administrator, sign_in, text):
    client = sign_in(administrator)
    source = upload(client, text).context["form"].initial["source"]

    response = client.post(
        reverse("campaigns:campaign-import-confirm"),
        {"source": source, "number": "15-KH/ĐU", "issued_on": "31/02/2026"},
    )

    assert response.status_code == 422
    assert 'value="31/02/2026"' in response.content.decode()
    assert not Campaign.objects.exists()


def test_a_tampered_preview_is_refused_in_words(administrator, sign_in):
    response = sign_in(administrator).post(
        reverse("campaigns:campaign-import-confirm"), {"source": "không phải base64"}, follow=True
    )

    assert "Vui lòng chọn lại tệp" in response.content.decode()


@pytest.mark.parametrize("name", ["campaign-import", "campaign-import-confirm"])
def test_only_the_administrator_imports(reviewer, sign_in, name):
    response = sign_in(reviewer).post(reverse(f"campaigns:{name}"), {})

    assert response.status_code == 403
    assert not Campaign.objects.exists()


def test_everyone_in_the_movement_reads_the_plan(officer, sign_in, text):
    campaign = import_campaign(text, at=AT)

    page = sign_in(officer).get(campaign.get_absolute_url()).content.decode()

    assert "Trung tâm Văn hóa - Thông tin và Thể thao xã" in page
    assert "Thường xuyên, từ năm 2026 đến năm 2030" in page
