"""Every list of the portal can be narrowed, sorted, printed, taken along; and costs the same however long."""

import csv
import inspect
import io
import re
import sys
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.html import strip_tags
from openpyxl import load_workbook

from hoaxa_danvan.audit.models import AuditEntry
from tests.home.listed import AT, LISTS, Listed, accounts, plans, units

pytestmark = pytest.mark.django_db

# Its table is a sample among other pieces; it has no files.
NOT_A_LIST = {"home:components"}
# Their files hold personal data, so the trail says that they left.
PERSONAL = {"accounts:account-list", "notifications:mail-list"}
ROW = re.compile(r'<th scope="row" role="rowheader"[^>]*>(.*?)</th>', re.DOTALL)
HEAD = re.compile(r'<th scope="col" role="columnheader" (.*?)>(.*?)</th>', re.DOTALL)
UNSEEN = re.compile(r'<span class="visually-hidden">.*?</span>')
GARBAGE = (
    "q=%25_%27%22%5C&page=99999999999999999999&sort=--&sort=pk&cot=password&cot=__class__",
    "xuat=exe&print=2&page=-1&cot=&sort=",
    "xuat=xlsx&sort=khong_co&cot=khong_co&q=%20%20",
    f"q={'ấ' * 300}&year=x&unit=999999999999&status[]=x&kind=%F0%9F%98%80",
)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def open_as(request, sign_in):
    """Rows made, and the post that reads them signed in."""

    def enter(listed: Listed, count: int) -> Client:
        post = request.getfixturevalue(listed.who)
        listed.make(count)
        # What is begun by the first look at it is not the list's cost.
        listed.url  # noqa: B018
        return sign_in(post)

    return enter


def name_of(listed: Listed) -> str:
    return listed.id


each = pytest.mark.parametrize("listed", LISTS, ids=name_of)


def plain(html: str) -> str:
    return " ".join(unescape(strip_tags(UNSEEN.sub("", html))).split())


def shown(answer: HttpResponse) -> tuple[list[str], list[str]]:
    """(heads, first cells) of the table on a page; columns of buttons are for the screen alone."""
    html = answer.content.decode()
    heads = [plain(label) for attrs, label in HEAD.findall(html) if "d-print-none" not in attrs]
    return heads, [plain(cell) for cell in ROW.findall(html)]


def content_of(answer: Any) -> bytes:
    assert isinstance(answer, FileResponse), answer.content.decode()
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]  # a file is read by iterating
    let_go(answer)
    return content


def let_go(answer: Any) -> None:
    """Close the file; closing the whole answer would close the test's database."""
    for close in answer._resource_closers:
        close()


def workbook(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content_of(answer)), read_only=True)["Danh sách"].values)


def lines(answer: Any) -> list[list[str]]:
    text = content_of(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def cost(client: Client, url: str, **query: str) -> int:
    """Queries of one look, as if it were the first since the portal was started."""
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url, query)
        if isinstance(answer, FileResponse):
            content_of(answer)
    assert answer.status_code == 200
    return len(queries)


def list_views() -> Iterator[str]:
    """Names of the pages whose view calls `render_list` or `build_list`, itself or by its module's help."""
    for name, view in views(get_resolver()):
        module = sys.modules[view.__module__]
        helpers = [
            function.__name__
            for _, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == view.__module__ and "render_list(" in inspect.getsource(function)
        ]
        source = inspect.getsource(view)
        if "build_list(" in source or any(f"{helper}(" in source for helper in ["render_list", *helpers]):
            yield name


def views(resolver: URLResolver, spaces: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from views(pattern, space)
        elif isinstance(pattern, URLPattern) and inspect.isfunction(view := inspect.unwrap(pattern.callback)):
            yield f"{spaces}{pattern.name}", view


def test_no_list_is_forgotten_here():
    assert set(list_views()) - NOT_A_LIST == {listed.name for listed in LISTS}


@each
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_long(listed, count, open_as):
    client = open_as(listed, count)

    assert cost(client, listed.url) == listed.cost


@each
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_however_long(listed, count, open_as):
    client = open_as(listed, count)
    cost(client, listed.url, xuat="csv")  # the very first entry of the trail costs more

    assert cost(client, listed.url, xuat="xlsx") == listed.cost_of_file
    assert cost(client, listed.url, xuat="csv") == listed.cost_of_file


@pytest.mark.parametrize(
    "listed", [row for row in LISTS if row.make in {units, accounts, plans}], ids=name_of
)
def test_a_file_of_300_rows_costs_what_one_of_three_does(listed, open_as):
    client = open_as(listed, 300)
    cost(client, listed.url, xuat="csv")

    assert cost(client, listed.url, xuat="xlsx") == listed.cost_of_file


@each
def test_files_hold_what_the_page_shows(listed, open_as):
    client = open_as(listed, 3)
    heads, first = shown(client.get(listed.url))

    sheet, text = (
        workbook(client.get(listed.url, {"xuat": "xlsx"})),
        lines(client.get(listed.url, {"xuat": "csv"})),
    )

    assert len(first) >= 3
    assert list(sheet[0]) == text[0] == heads
    assert [row[0] for row in sheet[1:]] == [row[0] for row in text[1:]] == first


@each
def test_it_sorts_both_ways_by_every_column_it_offers(listed, open_as):
    client = open_as(listed, 3)
    offered = set(re.findall(r"[?;]sort=-?(\w+)", client.get(listed.url).content.decode()))

    for name in offered:
        up = shown(client.get(listed.url, {"sort": name}))[1]
        down = workbook(client.get(listed.url, {"sort": f"-{name}", "xuat": "xlsx"}))[1:]
        assert sorted(row[0] for row in down) == sorted(up)


@each
def test_columns_are_chosen_in_the_address(listed, open_as):
    client = open_as(listed, 3)
    heads, _ = shown(client.get(listed.url))
    chosen = re.findall(r'name="cot" value="(\w+)"', client.get(listed.url).content.decode())[-1]

    fewer, first = shown(client.get(listed.url, {"cot": chosen}))

    assert fewer[0] == heads[0]
    assert len(fewer) == 2
    assert list(workbook(client.get(listed.url, {"cot": chosen, "xuat": "xlsx"}))[0]) == fewer
    assert shown(client.get(listed.url, {"cot": chosen, "print": "1"})) == (fewer, first)


@each
def test_nonsense_in_the_address_is_no_error(listed, open_as):
    client = open_as(listed, 1)

    for query in GARBAGE:
        answer = client.get(f"{listed.url}?{query}")
        let_go(answer)
        assert answer.status_code == 200, query


@each
def test_only_files_with_personal_data_are_in_the_trail(listed, open_as):
    client = open_as(listed, 1)
    before = AuditEntry.objects.count()

    client.get(listed.url)
    content_of(client.get(listed.url, {"xuat": "csv"}))

    told = AuditEntry.objects.all()[before:]
    assert [entry.verb for entry in told] == ["download"] * (listed.name in PERSONAL)
