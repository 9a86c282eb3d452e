from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.template import Context, Template

from hoaxa_danvan.lib.dates import LOCAL, end_of_day

NOW = datetime(2026, 2, 25, 8, 0, tzinfo=LOCAL)


@dataclass
class Plan:
    status: str
    status_tone: str | None = None

    def get_status_display(self):
        return "Đã gửi"


@dataclass
class Piece:
    kind: str
    text: str


def draw(source, **context):
    return Template("{% load look %}" + source).render(Context(context)).strip()


def test_a_state_is_a_shape_and_a_word():
    assert draw("{% status plan %}", plan=Plan("submitted")) == '<span class="tag wait">Đã gửi</span>'


def test_a_state_unknown_to_the_look_has_the_empty_shape():
    assert draw("{% status plan %}", plan=Plan("elsewhere")) == '<span class="tag">Đã gửi</span>'


def test_a_class_may_choose_its_own_tone_and_a_page_its_own_word():
    assert (
        draw('{% status plan label="Chờ tiếp nhận" %}', plan=Plan("submitted", "back"))
        == '<span class="tag back">Chờ tiếp nhận</span>'
    )


def test_a_label_is_never_taken_for_html():
    assert draw("{% tag label 'done' %}", label="<b>") == '<span class="tag done">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("day", "html"),
    [
        (date(2026, 2, 27), '<span class="due late">Thứ Sáu 27/02/2026, còn 2 ngày</span>'),
        (date(2026, 3, 31), '<span class="due">Thứ Ba 31/03/2026, còn 34 ngày</span>'),
        (date(2026, 2, 24), '<span class="due late">Thứ Ba 24/02/2026, đã quá 1 ngày</span>'),
    ],
)
def test_a_deadline_near_or_past_is_red_and_says_so(day, html):
    assert draw("{% deadline due now %}", due=end_of_day(day), now=NOW) == html


def test_without_a_deadline_nothing_is_shown():
    assert draw("{% deadline due now %}", due=None, now=NOW) == ""


def test_figures_and_days_in_templates():
    assert draw("{{ 57|ratio:60 }} {{ 3|percent:0 }}") == "57/60 (95,0%) –"
    assert draw("{{ n|number }} {{ none|number }}", n=1234.5, none=None) == "1.234,5 –"
    assert draw("{{ at|weekday_date }} {{ day|long_date }}", at=NOW, day=date(2026, 2, 5)) == (
        "thứ Tư 25/02/2026 ngày 05 tháng 02 năm 2026"
    )


def test_what_came_and_what_went_is_marked():
    pieces = [Piece("same", "tại"), Piece("del", "2"), Piece("ins", "<4>"), Piece("same", "thôn")]

    assert draw("{{ pieces|marked }}", pieces=pieces) == "tại <del>2</del> <ins>&lt;4&gt;</ins> thôn"


@pytest.mark.parametrize(("value", "css"), [(0, "z"), (None, "z"), (1, "l1"), (9, "l2"), (17, "l3")])
def test_an_empty_cell_of_the_heat_table_is_hatched(value, css):
    assert draw("{{ value|heat:17 }}", value=value) == css


def test_a_funnel_links_each_figure_to_its_rows():
    html = draw(
        '{% funnel steps title="Từ đăng ký" %}', steps=[("Đăng ký", 84, "/mo-hinh/"), ("Công nhận", 61)]
    )

    assert '<a href="/mo-hinh/">84</a>' in html
    assert 'width="72.62%"' in html
    assert '<b class="num">61 (72,6%)</b>' in html


def test_a_chart_has_its_table_beside_it():
    html = draw('{% bars rows title="Mô hình" %}', rows=[("Kinh tế", 1234)])

    assert '<th scope="row">Kinh tế</th><td class="num">1.234</td>' in html


def test_a_share_never_leaves_its_frame():
    assert 'width="95%"' in draw("{% share 57 60 %}")
    assert 'width="100%" height="8" rx="2"' in draw("{% share 70 60 %}")
    assert 'width="0%"' in draw("{% share 0 0 %}")


def test_an_icon_is_for_the_eye_only():
    assert draw('{% icon "print" %}') == (
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="/static/icons.svg#print"></use></svg>'
    )
