"""The queue by single keys: they lead, a second stroke decides, and in a box they are letters."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.person import Person


@pytest.fixture
def queue(portal, django_db_blocker) -> None:
    """A year in which thirteen plans wait."""
    with django_db_blocker.unblock():
        call_command("seed_demo", stage="plans", verbosity=0)


@pytest.mark.parametrize("width", [DESKTOP])
def test_a_reviewer_goes_through_the_queue_by_keys(queue, meet, width):
    reviewer = meet("chuyenvien")
    reviewer.visit("/ke-hoach/hang-cho/")
    reviewer.press("Xem kế hoạch chờ lâu nhất")
    first = place_of(reviewer)

    second = follow(reviewer, "j")
    assert second != first
    assert follow(reviewer, "k") == first
    the_help_opens_and_closes(reviewer)
    letters_stay_letters_in_a_box(reviewer, first)
    a_decision_takes_two_strokes(reviewer, first)
    the_keys_can_be_switched_off(reviewer)


def place_of(person: Person) -> str:
    return person.page.url.split("?")[0].split("#")[0]


def follow(person: Person, key: str) -> str:
    with person.page.expect_navigation():
        person.page.keyboard.press(key)
    person.look()
    return place_of(person)


def the_help_opens_and_closes(person: Person) -> None:
    person.page.keyboard.press("?")
    expect(person.page.locator(".keys-help")).to_be_visible()
    person.sees("mục tiếp theo", "mục trước")
    person.page.keyboard.press("Escape")
    expect(person.page.locator(".keys-help")).to_be_hidden()
    person.page.get_by_text("Phím tắt (?)").click()
    expect(person.page.locator(".keys-help")).to_be_visible()
    person.look()
    person.page.keyboard.press("?")
    expect(person.page.locator(".keys-help")).to_be_hidden()


def letters_stay_letters_in_a_box(person: Person, place: str) -> None:
    person.press("Ghi ý kiến về Hình thức")
    person.page.locator("#opinion").press_sequentially("jk ab?")
    assert person.page.locator("#opinion").input_value() == "jk ab?"
    expect(person.page.locator(".keys-help")).to_be_hidden()
    person.touch("Chèn câu này")
    assert person.page.locator("#opinion").input_value().startswith("jk ab? Đề nghị")
    # In the list of sentences they are letters too.
    person.page.locator("#sentence").focus()
    person.page.keyboard.press("j")
    assert place_of(person) == place
    person.press("Thôi")


def a_decision_takes_two_strokes(person: Person, place: str) -> None:
    person.page.keyboard.press("a")
    expect(person.page.locator("[data-key=a]")).to_be_focused()
    assert place_of(person) == place
    with person.page.expect_navigation():
        person.page.keyboard.press("a")
    person.sees("Đã tiếp nhận")
    assert place_of(person) != place
    person.visit(place)
    person.press("Hoàn tác tiếp nhận")
    person.sees("Đã hoàn tác", "Chờ tiếp nhận")


def the_keys_can_be_switched_off(person: Person) -> None:
    place = place_of(person)
    person.page.keyboard.press("?")
    person.touch("Tắt phím")
    person.page.keyboard.press("j")
    person.page.keyboard.press("?")
    expect(person.page.locator(".keys-help")).to_be_visible()
    assert place_of(person) == place
    person.touch("Bật phím")
    assert follow(person, "j") != place
