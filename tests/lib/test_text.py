from itertools import pairwise

import pytest
from django.db import connection

from hoaxa_danvan.lib.text import fold, nfc, person_sort_key, search_text, sort_key

# Each before the next, as in a Vietnamese dictionary.
IN_ORDER = [
    "“An”",
    "2 thôn",
    "10 thôn",
    "a",
    "A",
    "à",
    "ả",
    "ã",
    "á",
    "ạ",
    "ă",
    "ặ",
    "â",
    "ấ",
    "b",
    "Dân vận",
    "Đảng ủy",
    "Đoàn",
    "e",
    "ê",
    "Hội Nông dân",
    "o",
    "ô",
    "ơ",
    "Thôn 2",
    "Thôn 10",
    "Thôn 10a",
    "u",
    "ư",
    "y",
]
SYLLABLES = ["Hòa", "hoà", "Hoa", "hỏa", "Xá", "xã", "Đảng", "Dân", "đoàn", "Đoan", "ủy", "Ư", "2", "10"]


@pytest.mark.parametrize(("first", "second"), list(pairwise(IN_ORDER)))
def test_names_sort_as_a_vietnamese_dictionary_does(first, second):
    assert sort_key(first) < sort_key(second)


def test_a_key_is_of_digits_only_so_every_collation_agrees_on_it():
    keys = [sort_key(name) for name in [*IN_ORDER, "Thành ủy – 43-KL/TW", "Ελλάς", "😀"]]

    assert {c for key in keys for c in key} <= set("0123456789")


def test_the_two_unicode_forms_of_one_name_have_one_key():
    assert sort_key("Ho\u0300a Xa\u0301") == sort_key("Hòa Xá")
    assert nfc("Ho\u0300a Xa\u0301") == "Hòa Xá"


def test_a_very_long_name_still_has_a_key_that_fits_its_column():
    assert len(sort_key("Đảng ủy " * 100)) == 500
    assert len(sort_key("9" * 600)) == 500


def test_people_sort_by_given_name_then_by_the_rest():
    people = ["Trần Thị An", "Lê Văn Bình", "Nguyễn Bình", "Nguyễn Văn Đức", "Bùi Văn Hòa", "Bùi Thị Hoa"]

    by_name = sorted(people, key=person_sort_key)

    assert by_name == [
        "Trần Thị An",
        "Lê Văn Bình",
        "Nguyễn Bình",
        "Nguyễn Văn Đức",
        "Bùi Thị Hoa",
        "Bùi Văn Hòa",
    ]


@pytest.mark.django_db
def test_the_order_is_that_of_icu():
    """PostgreSQL carries ICU; on SQLite the list above is the only witness."""
    if connection.vendor != "postgresql":
        assert sorted(IN_ORDER, key=sort_key) == IN_ORDER
        return
    names = sorted({f"{one} {other}" for one in SYLLABLES for other in SYLLABLES} | set(IN_ORDER))

    with connection.cursor() as cursor:
        cursor.execute("CREATE COLLATION viet (provider = icu, locale = 'vi-u-kn-true')")
        cursor.execute('SELECT n FROM unnest(%s) AS n ORDER BY n COLLATE "viet"', [names])
        by_icu = [row[0] for row in cursor]
        cursor.execute("SELECT k FROM unnest(%s) AS k ORDER BY k", [[sort_key(n) for n in names]])
        by_database = [row[0] for row in cursor]

    assert sorted(names, key=sort_key) == by_icu
    assert by_database == sorted(sort_key(name) for name in names)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Đảng   ủy\nxã ", "dang uy xa"),
        ("“Dân vận khéo”", '"dan van kheo"'),
        ("2025–2030", "2025-2030"),
        ("Hoa\u0300", "hoa"),
        ("", ""),
    ],
)
def test_a_search_forgets_accents_capitals_and_fine_typography(typed, folded):
    assert fold(typed) == folded


def test_search_text_has_a_bare_line_and_one_with_accents():
    assert search_text("Cánh đồng", "", "KHÔNG rác") == "canh dong khong rac\ncánh đồng không rác"
