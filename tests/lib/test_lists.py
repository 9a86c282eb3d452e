"""The one list, shown with units: the nearest model at hand that has a `search` and a `sort_key`."""

import re

import django_filters
import django_tables2 as tables
import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory

from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.lists import ListFilter, ListTable, build_list, search
from hoaxa_danvan.lib.text import search_text
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


class UnitTable(ListTable):
    empty_title = "Chưa có đơn vị nào"

    name = tables.Column("Đơn vị", order_by="sort_key")
    kind = tables.Column("Khối")
    code = tables.Column("Mã", orderable=False)


class UnitFilter(ListFilter):
    reviews = django_filters.BooleanFilter(label="Xem xét")


def show(query="", **kwargs):
    """The page's own part of the answer, drawn with nothing around it."""
    request = RequestFactory().get(f"/don-vi/?{query}")
    request.user = AnonymousUser()
    parts = build_list(request, units(), table_class=UnitTable, **kwargs)
    return render(request, "lib/_list.html", parts).content.decode()


def units():
    return Unit.objects.select_related("kind").order_by("sort_key")


def names(html):
    """The first cell of each row, in reading order."""
    return re.findall(r'role="rowheader"[^>]*>([^<]+?)\s*</th>', html)


def found(query):
    return [unit.name for unit in search(units(), query)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_two_queries_however_long(count, django_assert_num_queries):
    UnitFactory.create_batch(count)

    with django_assert_num_queries(2):  # how many, and the page
        html = show()

    assert f"Có {count} mục" in html


def test_a_page_has_25_rows_and_the_next_one_the_rest():
    UnitFactory.create_batch(27)

    assert show().count('role="rowheader"') == 25
    assert show("page=2").count('role="rowheader"') == 2
    assert 'href="?page=2"' in show()


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30, "1.5"])
def test_a_page_that_does_not_exist_is_no_error(page):
    UnitFactory.create_batch(27)

    assert 'role="rowheader"' in show(f"page={page}")


def test_the_address_cannot_ask_for_any_number_of_rows():
    UnitFactory.create_batch(27)

    assert show("per_page=27").count('role="rowheader"') == 25


def test_paper_takes_all_rows_at_once():
    UnitFactory.create_batch(27)

    assert show("print=1").count('role="rowheader"') == 27


def test_turning_the_page_keeps_what_was_asked():
    UnitFactory.create_batch(27)

    assert 'href="?q=mau&amp;page=2"' in show("q=mau")


def test_search_does_with_or_without_accents_and_in_any_order():
    for name in ["Hội Nông dân xã", "Đoàn thanh niên", "Chi bộ Đông Nội"]:
        UnitFactory(name=name)

    assert found("nong dan") == ["Hội Nông dân xã"]
    assert found("DÂN  nông") == ["Hội Nông dân xã"]
    assert found("đ") == ["Chi bộ Đông Nội", "Đoàn thanh niên", "Hội Nông dân xã"]
    assert found("%") == []


def test_what_has_the_very_accents_comes_first():
    for name in ["Chi bộ An Mã", "Chi bộ Ân Má"]:
        unit = UnitFactory(name=name)
        Unit.objects.filter(pk=unit.pk).update(search=search_text(name))

    assert found("ân") == ["Chi bộ Ân Má", "Chi bộ An Mã"]
    assert found("an") == ["Chi bộ An Mã", "Chi bộ Ân Má"]


def test_a_list_sorts_by_a_column_both_ways_and_in_vietnamese_order():
    for name in ["Thôn 10", "Thôn 2", "Đoàn"]:
        UnitFactory(name=name)

    up, down = show("sort=name"), show("sort=-name")

    assert names(up) == ["Đoàn", "Thôn 2", "Thôn 10"]
    assert names(down) == ["Thôn 10", "Thôn 2", "Đoàn"]
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down


@pytest.mark.parametrize("sort", ["code", "password", "kind__pk", "--name", "name;--", "", "-"])
def test_a_list_sorts_only_by_what_it_offers(sort):
    UnitFactory()

    assert 'role="rowheader"' in show(f"sort={sort}")


def test_a_filter_narrows_the_list_and_offers_the_way_back():
    UnitFactory(name="Hội Nông dân xã")
    UnitFactory(name="Ban Xây dựng Đảng", reviews=True)

    html = show("reviews=true", filter_class=UnitFilter)

    assert "Ban Xây dựng Đảng" in html
    assert "Hội Nông dân xã" not in html
    assert "Tìm thấy 1 mục" in html
    assert '<a class="btn btn-link" href="/don-vi/">Bỏ lọc</a>' in html


def test_a_nonsense_filter_is_no_error():
    UnitFactory()

    assert 'role="rowheader"' in show("reviews=perhaps&q=%20", filter_class=UnitFilter)


def test_an_empty_list_and_a_search_without_result_say_different_things():
    assert "Chưa có đơn vị nào" in show()
    assert "Không tìm thấy mục nào" in show("q=khong-co")


def test_each_cell_knows_its_heading_for_the_cards_of_a_phone():
    UnitFactory()

    assert '<td role="cell" data-label="Khối"' in show()
