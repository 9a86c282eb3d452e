import resource

import pikepdf
import pytest

from hoaxa_danvan.attachments import pdf_inspector
from hoaxa_danvan.attachments.papers import fault_of, is_paper
from tests.attachments import files


@pytest.mark.parametrize("change", [None, files.with_link])
def test_a_plain_paper_has_no_fault(change):
    assert fault_of(files.paper(change)) == ""


def test_what_a_scanner_leaves_at_the_end_is_no_fault():
    assert fault_of(files.paper() + b"\0" * 4096 + b"\r\n") == ""


HOSTILE = {
    "script": (files.paper(files.with_script), "active"),
    "script deep inside": (files.paper(files.with_script_deep_inside), "active"),
    "starts a program": (files.paper(files.with_launch), "active"),
    "carries a file": (files.paper(files.with_attached_file), "active"),
    "locked": (files.paper(encryption=pikepdf.Encryption(owner="chu", user="khach")), "encrypted"),
    "locked for printing": (files.paper(encryption=pikepdf.Encryption(owner="chu", user="")), "encrypted"),
    "not whole": (files.paper()[:400], "broken"),
    "only its ends": (b"%PDF-1.7\n%%EOF", "broken"),
    "no page": (files.paper(lambda pdf: pdf.pages.__delitem__(0)), "broken"),
    "another file behind it": (files.paper() + b"PK\x03\x04" * 1000, "broken"),
}


@pytest.mark.parametrize(("content", "fault"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_paper_is_found_out(content, fault):
    assert fault_of(content) == fault
    assert pdf_inspector.verdict(content) == fault


def test_a_paper_that_swells_is_stopped_before_it_fills_the_machine():
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    assert fault_of(files.object_stream_bomb()) == "broken"
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert max(before, after) < 1.1 * 1024 * 1024  # kB


def test_a_paper_begins_as_one():
    assert is_paper(b"%PDF-1.7")
    assert not is_paper(b"GIF89a%PDF-1.7")


def test_a_reader_that_dies_is_a_refusal(monkeypatch, tmp_path):
    crashing = tmp_path / "crash.py"
    crashing.write_text("import os; os.abort()")
    monkeypatch.setattr("hoaxa_danvan.attachments.papers._INSPECTOR", crashing)

    assert fault_of(files.paper()) == "broken"


def test_a_reader_that_never_ends_is_a_refusal(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr("hoaxa_danvan.attachments.papers._INSPECTOR", endless)
    monkeypatch.setattr("hoaxa_danvan.attachments.papers.PATIENCE", 0.3)

    assert fault_of(files.paper()) == "broken"
