import re
from pathlib import Path

import pytest
from django.conf import settings

from hoaxa_danvan.documents.headings import default_profiles


def test_every_kind_of_body_has_its_heading():
    assert list(default_profiles()) == ["party", "state", "mttq", "doan", "organisation"]


@pytest.mark.parametrize(
    ("profile", "symbol", "authority"),
    [
        ("party", "-KH/ĐU", "T/M BAN THƯỜNG VỤ"),
        ("state", "/KH-ĐU", "TM. BAN THƯỜNG VỤ"),
        ("mttq", "/KH-ĐU", "TM. BAN THƯỜNG VỤ"),
        ("doan", "-KH/ĐU", "TM. BAN THƯỜNG VỤ"),
    ],
)
def test_symbols_and_signing_follow_the_body(profile, symbol, authority):
    heading = default_profiles()[profile]

    assert heading.symbol_for(kind="KH", body="ĐU") == symbol
    assert heading.authority("on_behalf", "Ban Thường vụ") == authority


@pytest.mark.parametrize("key", ["party", "state", "mttq", "doan", "organisation"])
def test_profile_gives_every_measure_that_the_style_sheet_asks_for(key):
    sheet = (Path(settings.BASE_DIR) / "templates/documents/paper.css").read_text(encoding="utf-8")

    asked = set(re.findall(r"var\(--([a-z-]+)\)", sheet)) - {"draft-mark"}

    assert set(default_profiles()[key].look) == asked
