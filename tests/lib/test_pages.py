"""The frame around every page, and the pages for when something is wrong."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.shortcuts import render
from django.template.loader import get_template
from django.test import RequestFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Papers are drawn to PDF, where no browser's rules apply.
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parts[-2] != "documents")


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/mot-trang/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("400", "Yêu cầu không đọc được"),
        ("403", "Không có quyền làm việc này"),
        ("403_csrf", "Trang đã cũ"),
        ("404", "Không có trang này"),
    ],
)
def test_an_error_page_says_in_vietnamese_what_is_wrong(request_, code, words):
    html = render(request_, f"{code}.html").content.decode()

    assert f"<h1>{words}</h1>" in html
    assert f"<title>{words} – “Dân vận khéo” xã Hòa Xá</title>" in html


def test_the_page_for_a_broken_portal_needs_nothing_of_the_portal():
    assert "<h1>Hệ thống gặp lỗi</h1>" in get_template("500.html").render()


def test_a_visitor_is_offered_the_sign_in_and_no_navigation(request_):
    html = render(request_, "404.html").content.decode()

    assert ">Đăng nhập</a>" in html
    assert "Đăng xuất" not in html
    assert "main-nav" not in html


def test_a_member_signs_out_by_a_button_and_not_by_a_link(sign_in, officer):
    html = sign_in(officer).get("/khong-co/").content.decode()

    assert re.search(r'<form method="post" action="[^"]+" data-sign-out>', html)
    assert f"<p>{officer}</p>" in html


def test_a_member_with_two_posts_may_change_between_them(sign_in, officer, head):
    head.person = officer.person
    head.save()

    html = sign_in(officer).get("/khong-co/").content.decode()

    assert html.count("<option value=") == 2
    assert f'<option value="{officer.pk}" selected>{officer}</option>' in html


def test_demonstration_data_say_so(request_, settings):
    settings.DEMO = True
    assert "Dữ liệu trình diễn" in render(request_, "404.html").content.decode()

    settings.DEMO = False
    assert "Dữ liệu trình diễn" not in render(request_, "404.html").content.decode()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_has_a_script_or_a_style_inside(path):
    text = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_a_first_view_weighs_less_than_150_kilobytes_compressed(request_):
    html = render(request_, "404.html").content
    files = re.findall(r'(?:href|src)="/static/([^"#]+)"', html.decode())

    weight = len(gzip.compress(html)) + sum(
        len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files
    )

    assert weight < 150_000


def test_every_icon_that_a_page_asks_for_is_drawn():
    drawn = set(re.findall(r'id="([a-z]+)"', Path(finders.find("icons.svg")).read_text()))
    asked = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z]+)" %}', path.read_text())
    }

    assert asked - drawn == set()
