"""What pages ask for is among the files that are collected."""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from hoaxa_danvan.ops.static import UNUSED

STATIC_TAG = re.compile(r"""{% static ["']([^"']+)["']""")


def test_no_file_that_a_page_asks_for_is_left_out():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    asked_for = {name for page in templates for name in STATIC_TAG.findall(page.read_text())}

    collected = {name for finder in get_finders() for name, _ in finder.list(UNUSED)}

    assert asked_for
    assert asked_for <= collected
