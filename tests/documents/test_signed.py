"""Signed copies as they come back: true ones, changed ones, forged ones, and files that are none."""

import json
import random
import resource
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import psutil
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from hoaxa_danvan.documents.signed import checking, inspector, wording
from hoaxa_danvan.documents.signed.answers import Answers
from hoaxa_danvan.documents.signed.checking import check_signed
from hoaxa_danvan.documents.signed.facts import Facts
from hoaxa_danvan.documents.signed.kinds import Refusal, what_kind
from tests.attachments import files
from tests.documents import signing
from tests.documents.signing import (
    CHECKED_AT,
    SIGNED_AT,
    Identity,
    draw_over,
    flip,
    install,
    sign,
    stamp,
    unlist,
    wrap,
)


@pytest.fixture(scope="session")
def root() -> Identity:
    return Identity.root("Chứng thư gốc thử")


@pytest.fixture(scope="session")
def secretary(root) -> Identity:
    return root.issue("Bí thư Đảng ủy")


@pytest.fixture(scope="session")
def office(root) -> Identity:
    return root.issue("Văn phòng Đảng ủy xã Hòa Xá", "Đảng ủy xã Hòa Xá")


@pytest.fixture(scope="session")
def clock(root) -> Identity:
    return root.issue("Dấu thời gian thử", is_clock=True)


@pytest.fixture(scope="session")
def small(secretary) -> bytes:
    """One blank page with one signature."""
    return sign(files.paper(), secretary)


@pytest.fixture(scope="session")
def once(draft, secretary) -> bytes:
    """A paper as the portal prints it, signed by whoever signs it."""
    return sign(draft, secretary)


@pytest.fixture(scope="session")
def twice(once, office) -> bytes:
    """And then by the office."""
    return sign(once, office, at=SIGNED_AT + timedelta(hours=2))


@pytest.fixture
def check(tmp_path, root):
    """The answers about these bytes; by default with the one root installed."""
    (tmp_path / "roots").mkdir()

    def ask(content: bytes, *, issued: bytes | None = None, roots=(root,), **options) -> Answers:
        (tmp_path / "ban-ky.pdf").write_bytes(content)
        folder = install(tmp_path / "roots", *roots)
        return check_signed(tmp_path / "ban-ky.pdf", issued=issued, roots=folder, at=CHECKED_AT, **options)

    return ask


def tones(answers: Answers) -> tuple[str, ...]:
    return answers.who.tone, answers.trust.tone, answers.intact.tone, answers.after.tone


def test_a_paper_signed_once_is_whole_and_says_who_and_when(check, draft, once):
    answers = check(once, issued=draft)

    assert answers.kind == "signed"
    assert tones(answers) == ("done", "done", "done", "done")
    assert answers.is_whole
    assert answers.begins_as_issued
    assert answers.who.text == (
        "Theo tên ghi trong chứng thư: Bí thư Đảng ủy (Đảng ủy xã Hòa Xá), "
        "08:30 ngày 05/12/2026 theo đồng hồ của người ký."
    )
    assert answers.trust.text == (
        "Chứng thư thuộc chứng thư gốc đã cài “Chứng thư gốc thử”, có giá trị đến 01/01/2028. "
        "Chưa kiểm được chứng thư có bị thu hồi hay không: việc này phải hỏi nơi cấp qua mạng."
    )
    assert answers.intact.text == "Chữ ký đúng; nội dung đã ký không thay đổi từ khi ký."
    assert answers.after.text == (
        "Chữ ký cuối bao trùm cả tệp, không có gì thêm vào sau đó. Tệp mở đầu đúng bằng bản do cổng tạo ra."
    )


def test_signer_and_office_stand_in_the_order_of_signing(check, draft, twice):
    answers = check(twice, issued=draft)

    assert [(one.name, one.signed_at) for one in answers.signers] == [
        ("Bí thư Đảng ủy", SIGNED_AT),
        ("Văn phòng Đảng ủy xã Hòa Xá", SIGNED_AT + timedelta(hours=2)),
    ]
    assert tones(answers) == ("done", "done", "done", "done")
    assert answers.is_whole
    assert "mỗi chữ ký chỉ chứng tỏ cho bản ở thời điểm ký đó" in answers.intact.text
    assert "cổng không soi" in answers.after.text


def test_one_byte_changed_is_not_intact(check, once):
    place = once.index(b"stream") + 40
    answers = check(flip(once, place))

    assert answers.intact.tone == "back"
    assert "đã thay đổi từ khi ký" in answers.intact.text
    assert answers.trust.tone == "wait"
    assert "không chứng tỏ người đó đã ký" in answers.who.text
    assert answers.after.tone == "wait"
    assert not answers.is_whole


def test_a_file_saved_anew_by_another_program_is_not_intact(check, draft, once):
    stream = BytesIO()
    with pikepdf.open(BytesIO(once)) as pdf:
        pdf.save(stream)
    answers = check(stream.getvalue(), issued=draft)

    assert answers.intact.tone == "back"
    assert answers.after.tone == "back"
    assert answers.begins_as_issued is False
    assert not answers.is_whole


@pytest.mark.parametrize("drawn", [1, 2])
def test_text_added_after_signing_is_found_though_the_signed_bytes_are_intact(check, draft, once, drawn):
    changed = once
    for _ in range(drawn):
        changed = draw_over(changed)
    answers = check(changed, issued=draft)

    assert answers.intact.tone == "done"
    assert answers.after.tone == "back"
    assert f"tệp được lưu thêm {drawn} lần" in answers.after.text
    assert answers.begins_as_issued
    assert not answers.is_whole


def test_bytes_behind_the_end_are_found(check, once):
    answers = check(once + b"%ngoai le\n")

    assert answers.intact.tone == "done"
    assert answers.after.tone == "back"
    assert answers.after.text == "Sau chữ ký cuối có 10 byte nối vào cuối tệp; phần này không ai ký."
    assert not answers.is_whole


def test_a_signature_around_which_another_paper_was_wrapped_is_found(check, root, small):
    """The library itself lets it pass, and its comparison of revisions as well."""
    forged = wrap(small)
    reader = PdfFileReader(BytesIO(forged))
    context = ValidationContext(trust_roots=[signing.as_asn1(root.certificate)], moment=CHECKED_AT)
    assert validate_pdf_signature(reader.embedded_signatures[0], context).bottom_line

    answers = check(forged)

    assert answers.intact.tone == "back"
    assert "tệp đã bị ghép lại" in answers.intact.text
    assert answers.after.tone == "wait"
    assert not answers.is_whole


def test_a_time_stamp_does_not_agree_to_what_was_added(check, small, clock):
    answers = check(stamp(draw_over(small), clock.clock(SIGNED_AT)))

    assert answers.intact.tone == "done"
    assert answers.after.tone == "back"
    assert not answers.is_whole
    assert "dấu thời gian của Dấu thời gian thử" in answers.who.text


def test_a_signature_added_by_a_stranger_shows_in_the_trust(check, once):
    stranger = Identity.root("Gốc lạ").issue("Bí thư Đảng ủy")
    answers = check(sign(draw_over(once), stranger))

    assert answers.is_whole
    assert answers.trust.tone == "back"
    assert "(2) Nơi cấp chứng thư không thuộc chứng thư gốc nào đã cài" in answers.trust.text
    assert answers.who.tone == ""


def test_an_unknown_root_is_not_trusted(check, once):
    answers = check(once, roots=(Identity.root("Gốc khác"),))

    assert tones(answers) == ("", "back", "done", "done")
    assert answers.trust.label == "Không tin cậy"


def test_without_roots_trust_is_not_checked(check, once):
    answers = check(once, roots=())

    assert tones(answers) == ("", "wait", "done", "done")
    assert answers.trust.text == "Chưa kiểm được: chưa cài chứng thư gốc."
    assert answers.is_whole


def test_a_missing_folder_of_roots_is_one_without_roots(tmp_path, once):
    (tmp_path / "a.pdf").write_bytes(once)
    answers = check_signed(tmp_path / "a.pdf", issued=None, roots=tmp_path / "none", at=CHECKED_AT)

    assert answers.trust.text == "Chưa kiểm được: chưa cài chứng thư gốc."


def test_a_root_that_cannot_be_read_is_told_and_the_others_serve(check, tmp_path, once):
    (tmp_path / "roots" / "hong.cer").write_bytes(b"\x30\x03abc")
    (tmp_path / "roots" / "doc-truoc.txt").write_text("không phải chứng thư")
    answers = check(once)

    assert answers.trust.tone == "done"
    assert answers.trust.text.endswith("Không đọc được 1 tệp chứng thư gốc.")


EXPIRED = CHECKED_AT - timedelta(days=2)


def test_a_certificate_that_expired_since_was_good_by_the_signers_clock_alone(check, root):
    answers = check(sign(files.paper(), root.issue("Bí thư Đảng ủy", until=EXPIRED)))

    assert tones(answers) == ("", "wait", "done", "done")
    assert "hết hạn ngày 08/12/2026; lúc ký còn hạn theo đồng hồ của người ký" in answers.trust.text


def test_a_trusted_time_stamp_proves_that_it_was_good(check, root, clock):
    brief = root.issue("Bí thư Đảng ủy", until=EXPIRED)
    answers = check(sign(files.paper(), brief, clock=clock.clock(SIGNED_AT)))

    assert answers.trust.tone == "done"
    assert "lúc ký còn hạn theo dấu thời gian" in answers.trust.text
    assert answers.signers[0].words.endswith("08:30 ngày 05/12/2026 theo dấu thời gian")


def test_a_time_stamp_of_an_unknown_issuer_proves_nothing(check, root):
    stranger = Identity.root("Gốc lạ").issue("Giờ lạ", is_clock=True)
    brief = root.issue("Bí thư Đảng ủy", until=EXPIRED)
    answers = check(sign(files.paper(), brief, clock=stranger.clock(SIGNED_AT)))

    assert answers.trust.tone == "wait"
    assert answers.signers[0].clock == "stamp_unproven"


def test_a_certificate_expired_when_it_signed_is_refused(check, root):
    answers = check(sign(files.paper(), root.issue("Bí thư Đảng ủy", until=SIGNED_AT - timedelta(days=1))))

    assert answers.trust.tone == "back"
    assert "không có giá trị lúc ký" in answers.trust.text


def test_a_certificate_for_another_purpose_is_refused(check, root):
    answers = check(sign(files.paper(), root.issue("Máy chủ", usages=["key_encipherment"])))

    assert answers.trust.tone == "back"
    assert answers.intact.tone == "done"


def test_an_old_digest_does_not_prove_that_nothing_changed(check, secretary):
    answers = check(sign(files.paper(), secretary, digest="sha1"))

    assert answers.intact.tone == "wait"
    assert "thuật toán băm cũ" in answers.intact.text
    assert not answers.is_whole


def test_a_signature_of_an_unknown_sort_is_not_passed_over(check, small):
    answers = check(small.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detacheX"))

    assert (answers.kind, answers.signers) == ("signed", ())
    assert tones(answers) == ("wait", "wait", "wait", "wait")
    assert not answers.is_whole


def test_the_older_form_of_signature_is_read_as_well(check, secretary):
    answers = check(sign(files.paper(), secretary, form=SigSeedSubFilter.ADOBE_PKCS7_DETACHED))

    assert answers.is_whole
    assert answers.signers[0].signed_at == SIGNED_AT


def test_a_certificate_for_ever_can_be_told(check, root):
    forever = root.issue("Bí thư Đảng ủy", until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))

    assert check(sign(files.paper(), forever)).trust.text.count("có giá trị đến 01/01/9999") == 1


def test_names_in_a_certificate_cannot_turn_the_line_around(check, root):
    sly = root.issue("Bí thư\u202e\n<b>", "Đảng\u0007 ủy")
    answers = check(sign(files.paper(), sly))

    assert (answers.signers[0].name, answers.signers[0].organisation) == ("Bí thư<b>", "Đảng ủy")


def test_another_paper_signed_in_order_is_not_the_one_that_was_issued(check, draft, small):
    answers = check(small, issued=draft)

    assert answers.is_whole
    assert answers.begins_as_issued is False
    assert (answers.after.tone, answers.after.label) == ("back", "Khác bản của cổng")


def test_the_portals_own_file_without_a_signature_is_no_scan(check, draft):
    same, added = check(draft, issued=draft), check(draw_over(draft), issued=draft)

    assert (same.who.tone, same.who.label, same.after.tone) == ("back", "Chưa ký", "")
    assert (added.who.tone, added.after.tone) == ("back", "back")


SCANS = {
    "pdf": ("scan", files.paper()),
    "jpeg": ("picture", files.photo()),
    "png": ("picture", files.photo("PNG")),
}


@pytest.mark.parametrize(("kind", "content"), SCANS.values(), ids=SCANS)
def test_a_scan_is_a_copy_without_a_digital_signature(check, draft, kind, content):
    answers = check(content, issued=draft)

    assert answers.kind == kind
    assert answers.who.text == "Bản quét, không có chữ ký số."
    assert tones(answers) == ("", "", "", "")
    assert not answers.is_whole


NOT_READABLE = {
    "empty": (b"", "tệp rỗng"),
    "word": (b"PK\x03\x04" + b"\0" * 500, "tệp không phải PDF hay ảnh JPEG, PNG"),
    "only a head": (b"%PDF-1.7\n", "không đọc được tệp PDF; tệp hỏng hoặc tải lên chưa hết"),
    "no page": (files.paper(lambda pdf: pdf.pages.__delitem__(0)), "tệp PDF không có trang nào"),
    "locked": (
        files.paper(encryption=pikepdf.Encryption(owner="chu", user="khach")),
        "tệp PDF đặt mật khẩu",
    ),
    "nested": (
        b"%PDF-1.7\n1 0 obj\n"
        + b"[" * 100_000
        + b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
        "không đọc được tệp PDF; tệp hỏng hoặc tải lên chưa hết",
    ),
}


@pytest.mark.parametrize(("content", "reason"), NOT_READABLE.values(), ids=NOT_READABLE)
def test_what_cannot_be_read_is_not_checked_and_says_why(check, content, reason):
    answers = check(content)

    assert answers.kind == "unchecked"
    assert {getattr(answers, name).text for name in ("who", "trust", "intact", "after")} == {
        f"Chưa kiểm được: {reason}."
    }
    assert tones(answers) == ("wait", "wait", "wait", "wait")


def test_a_signed_file_cut_short_is_never_good(check, once):
    for share in (0.3, 0.6, 0.9, 0.999):
        answers = check(once[: int(len(once) * share)])
        assert not answers.is_whole
        assert answers.intact.tone != "done"


def test_a_signature_struck_off_the_list_leaves_traces(check, small):
    answers = check(unlist(small))

    assert answers.kind == "unchecked"
    assert "có dấu vết chữ ký số" in answers.who.text


def test_scripts_and_attached_files_change_nothing_about_the_signature(check, secretary):
    for change in (files.with_script, files.with_attached_file, files.with_launch):
        assert check(sign(files.paper(change), secretary)).is_whole


def test_a_missing_file_is_not_checked(tmp_path):
    answers = check_signed(tmp_path / "none.pdf", issued=None, roots=tmp_path)

    assert answers.who.text == "Chưa kiểm được: không mở được tệp."


def test_a_file_that_swells_is_given_up_before_it_fills_the_machine(check):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    answers = check(files.object_stream_bomb(times=12))
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    assert answers.who.text == "Chưa kiểm được: tệp PDF nén quá lớn so với nội dung."
    assert max(before, after) < 1.1 * 1024 * 1024  # kB


HUNGRY = """
import runpy
reader = runpy.run_path({inspector!r})
reader["limit_itself"](20)
try:
    bytearray(2 << 30)
except MemoryError:
    print('{{"outcome": "swollen"}}')
"""


def test_the_reader_gets_a_gigabyte_and_no_more(check, tmp_path, monkeypatch, small):
    (tmp_path / "hungry.py").write_text(HUNGRY.format(inspector=inspector.__file__))
    monkeypatch.setattr(checking, "_INSPECTOR", tmp_path / "hungry.py")

    assert check(small).who.text == "Chưa kiểm được: tệp PDF nén quá lớn so với nội dung."


ENDLESS = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({place!r}).write_text(str(child.pid))
time.sleep(600)
"""


def test_a_reader_that_never_ends_is_stopped_with_all_that_it_started(
    check, tmp_path, monkeypatch, draft, once
):
    script, started = tmp_path / "endless.py", tmp_path / "started"
    script.write_text(ENDLESS.format(place=str(started)))
    monkeypatch.setattr(checking, "_INSPECTOR", script)

    answers = check(once, issued=draft, seconds=1.5)

    assert answers.who.text == "Chưa kiểm được: kiểm tra quá lâu nên đã dừng."
    assert answers.begins_as_issued
    grandchild = int(started.read_text())
    if psutil.pid_exists(grandchild):
        _, alive = psutil.wait_procs([psutil.Process(grandchild)], timeout=5)
        assert all(one.status() == psutil.STATUS_ZOMBIE for one in alive)


CRASHES = {
    "abort": "import os; os.abort()",
    "nothing": "",
    "nonsense": "print('[1, 2')",
    "another shape": "print('[1, 2]')",
    "another word": 'print(\'{"outcome": "fine"}\')',
    "half an answer": 'print(\'{"outcome": "read", "signatures": [{"trust": "trusted"}]}\')',
    "a lie": 'print(\'{"outcome": "read", "signatures": [{"trust": "sure"}]}\')',
}


@pytest.mark.parametrize("script", CRASHES.values(), ids=CRASHES)
def test_a_reader_that_dies_or_talks_nonsense_is_no_answer(check, tmp_path, monkeypatch, once, script):
    (tmp_path / "crash.py").write_text(script)
    monkeypatch.setattr(checking, "_INSPECTOR", tmp_path / "crash.py")

    assert check(once).who.text == "Chưa kiểm được: chương trình kiểm tra dừng giữa chừng."


def test_without_the_library_nothing_is_claimed(check, monkeypatch, once):
    monkeypatch.setattr(checking, "find_spec", lambda name: None)

    assert check(once).who.text == "Chưa kiểm được: máy chủ thiếu thư viện đọc chữ ký số."


def test_nothing_of_the_portals_environment_reaches_the_reader(check, tmp_path, monkeypatch, once):
    script, seen = tmp_path / "env.py", tmp_path / "seen"
    script.write_text(f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(repr(sorted(os.environ)))")
    monkeypatch.setattr(checking, "_INSPECTOR", script)
    monkeypatch.setenv("SECRET_KEY", "kín")
    check(once)

    assert "SECRET_KEY" not in seen.read_text()


@pytest.mark.parametrize("content", ["twice", "small", "scan"])
def test_answers_survive_json(check, request, content):
    answers = check(files.paper() if content == "scan" else request.getfixturevalue(content))

    assert Answers.from_dict(json.loads(json.dumps(answers.to_dict()))) == answers


def test_of_a_thousand_changed_bytes_none_passes(small, root):
    """Each in the signed part, one bit of it."""
    _, gap, rest, length = signing.byte_range(small)
    roots = [signing.as_asn1(root.certificate)]
    draw = random.Random(2026)  # noqa: S311 – the same bytes each time
    signed_places = [*range(gap), *range(rest, rest + length)]
    kinds = {"back": 0, "wait": 0, "": 0, "done": 0}
    for _ in range(1000):
        changed = flip(small, draw.choice(signed_places), 1 << draw.randrange(8))
        found = inspector.facts_of(changed, roots=roots, at=CHECKED_AT)
        if found["outcome"] != "read":
            kinds["wait"] += 1
            continue
        answers = checking._answered(Facts.from_dict(found | {"bad_roots": 0}), begins=None, is_same=False)
        assert not answers.is_whole
        kinds[answers.intact.tone] += 1
    assert kinds["done"] == 0
    assert kinds["back"] > 500


KINDS = {
    "pdf": (files.paper(), "pdf"),
    "jpeg": (files.photo(), "picture"),
    "png": (files.photo("PNG"), "picture"),
    "heic": (files.photo("HEIF"), "picture"),
    "empty": (b"", Refusal("“ban-ky.pdf”: tệp rỗng.")),
    "word": (
        b"PK\x03\x04" + b"\0" * 500,
        Refusal("“ban-ky.pdf”: chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF."),
    ),
    "half a photo": (
        files.photo()[:900],
        Refusal("“ban-ky.pdf”: không đọc được ảnh; tệp hỏng hoặc tải lên chưa hết."),
    ),
    "script": (
        files.paper(files.with_script),
        Refusal(
            "“ban-ky.pdf”: tệp PDF có mã lệnh hoặc tệp đính kèm bên trong; vui lòng in lại thành PDF rồi tải lên."
        ),
    ),
    "locked": (
        files.paper(encryption=pikepdf.Encryption(owner="chu", user="khach")),
        Refusal("“ban-ky.pdf”: tệp PDF đặt mật khẩu; vui lòng bỏ mật khẩu rồi tải lại."),
    ),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS)
def test_what_may_be_handed_in_is_told_by_its_content(tmp_path, content, kind):
    path = tmp_path / "tmp8f3a"
    path.write_bytes(content)

    assert what_kind(path, name="ban-ky.pdf") == kind


def test_a_signed_paper_may_be_handed_in(tmp_path, twice):
    (tmp_path / "a.pdf").write_bytes(twice)

    assert what_kind(tmp_path / "a.pdf") == "pdf"
    assert what_kind(tmp_path / "none.pdf") == Refusal("“none.pdf”: không mở được tệp.")


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_another_program_says_the_same(check, tmp_path, small, office):
    for content in (
        small,
        sign(small, office),
        flip(small, 30),
        draw_over(small),
        small + b"%ngoai le\n",
        wrap(small),
    ):
        answers = check(content)
        done = subprocess.run(
            ["pdfsig", "-nocert", str(tmp_path / "ban-ky.pdf")], capture_output=True, text=True, timeout=20
        )
        last = done.stdout.rpartition("Signature #")[2]
        is_whole = "Signature is Valid" in last and "- Total document signed" in last
        assert answers.is_whole == is_whole


def test_time_is_told_as_the_commune_reads_it():
    told = wording.Signer("", "", datetime.fromisoformat("2026-12-04T18:05:00+00:00"), "signer")

    assert told.words == "chứng thư không ghi tên, 01:05 ngày 05/12/2026 theo đồng hồ của người ký"
    assert wording.Signer("A", "A", None, "signer").words == "A, không ghi thời gian ký"
