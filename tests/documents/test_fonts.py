import unicodedata
from shutil import copyfile

import pytest
from django.core.checks import run_checks
from fontTools import subset
from fontTools.ttLib import TTFont

from hoaxa_danvan.documents.fonts import FILE_NAMES, FontsMissing, find_fonts, letters_missing, marked_letters


@pytest.fixture
def poor_fonts(tmp_path):
    """A folder whose bold face lacks ế and Ữ; the other three are whole."""
    whole = find_fonts()
    for name, face in zip(
        FILE_NAMES[1], (whole.regular, whole.bold, whole.italic, whole.bold_italic), strict=True
    ):
        copyfile(face, tmp_path / name)
    with TTFont(whole.bold) as font:
        cut = subset.Subsetter()
        cut.populate(text="".join(marked_letters() - {"ế", "Ữ"}))
        cut.subset(font)
        font.save(tmp_path / FILE_NAMES[1][1])
    return tmp_path


def test_vietnamese_has_134_marked_letters():
    letters = marked_letters()

    assert len(letters) == 134
    assert {"đ", "Đ", "ơ", "ữ", "Ặ", "ỵ"} < letters
    assert all(unicodedata.is_normalized("NFC", letter) and len(letter) == 1 for letter in letters)


def test_the_machine_has_a_complete_set():
    assert letters_missing(find_fonts()) == 0


def test_poor_face_is_refused_with_its_count(settings, poor_fonts):
    settings.DOCUMENT_FONT_DIR = str(poor_fonts)

    with pytest.raises(FontsMissing, match=f"Phông chữ ở {poor_fonts} thiếu 2 trong 134 chữ"):
        find_fonts()


def test_file_that_is_no_font_is_refused(settings, poor_fonts):
    (poor_fonts / FILE_NAMES[1][0]).write_bytes(b"not a font")
    settings.DOCUMENT_FONT_DIR = str(poor_fonts)

    with pytest.raises(FontsMissing, match="thiếu 134 trong 134 chữ"):
        find_fonts()


def test_empty_folder_is_named(settings, tmp_path):
    settings.DOCUMENT_FONT_DIR = str(tmp_path)

    with pytest.raises(FontsMissing, match=f"Máy chủ ở {tmp_path} chưa có phông chữ"):
        find_fonts()


def test_checks_are_silent_where_all_is_there():
    assert run_checks(tags=["documents"]) == []


def test_check_warns_of_missing_fonts_and_lets_the_web_start(settings, tmp_path):
    settings.DOCUMENT_FONT_DIR = str(tmp_path)

    found = run_checks(tags=["documents"])

    assert [(message.id, message.is_serious()) for message in found] == [("hoaxa.W003", False)]


def test_check_warns_of_missing_libraries(monkeypatch):
    monkeypatch.setattr("hoaxa_danvan.documents.checks.LIBRARIES", ("libno-such-thing.so.0",))

    (message,) = run_checks(tags=["documents"])

    assert (message.id, message.is_serious()) == ("hoaxa.W001", False)
    assert "libno-such-thing.so.0" in message.msg
