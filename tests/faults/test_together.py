"""Many people press at the same moment: one sending, one receipt; one save, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Receipt, Revision
from tests.faults.conftest import ROUNDS
from tests.faults.plans import officer_of, plan_to_send, url
from tests.faults.visitor import Answer, Visitor

SENDERS = 50
SAVERS = 20


def press_together(
    visitors: list[Visitor], pages: list[Answer], action: str, typed: list[dict[str, str]]
) -> list[Answer]:
    """Everybody has read the page; once all are ready everybody presses."""
    all_are_ready = Barrier(len(visitors))

    def press(visitor: Visitor, page: Answer, words: dict[str, str]) -> Answer:
        all_are_ready.wait(60)
        return visitor.press(page, action, **words)

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(press, visitors, pages, typed))


def test_fifty_sendings_are_one_and_all_see_the_same_receipt(portal, tell):
    slowest = []
    for _ in range(ROUNDS):
        plan = plan_to_send()
        visitors = [Visitor(officer_of(plan.unit), port=portal.port) for _ in range(SENDERS)]

        pages = [visitor.get(url("check", plan)) for visitor in visitors]
        answers = press_together(visitors, pages, url("submit", plan), [{}] * SENDERS)

        receipt = Receipt.objects.about(plan).get()
        assert {(a.status, a.location) for a in answers} == {(302, receipt.get_absolute_url())}
        shown = [visitor.get(receipt.get_absolute_url()) for visitor in visitors]
        assert {(page.status, receipt.number in page.text) for page in shown} == {(200, True)}
        assert Revision.objects.about(plan).count() == 1
        assert AuditEntry.objects.filter(verb="submit", target_id=plan.pk).count() == 1
        slowest.append(max(answer.seconds for answer in answers))
    tell(f"slowest answer {max(slowest):.2f} s")


def test_one_persons_fifty_presses_are_one_sending(portal, tell):
    plan = plan_to_send()
    visitor = Visitor(officer_of(plan.unit), port=portal.port)

    page = visitor.get(url("check", plan))
    answers = press_together([visitor] * SENDERS, [page] * SENDERS, url("submit", plan), [{}] * SENDERS)

    receipt = Receipt.objects.about(plan).get()
    assert {(a.status, a.location) for a in answers} == {(302, receipt.get_absolute_url())}
    tell(f"slowest answer {max(answer.seconds for answer in answers):.2f} s")


def test_of_twenty_saves_one_is_told_saved_and_nineteen_of_the_conflict(portal, tell):
    slowest = []
    for _ in range(ROUNDS):
        plan = plan_to_send()
        visitors = [Visitor(officer_of(plan.unit), port=portal.port) for _ in range(SAVERS)]
        texts = [f"Mục đích do người thứ {number} ghi." for number in range(SAVERS)]
        typed = [{"summary": text} for text in texts]

        pages = [visitor.get(url("edit", plan)) for visitor in visitors]
        answers = press_together(visitors, pages, url("edit", plan), typed)

        told_saved = [text for answer, text in zip(answers, texts, strict=True) if answer.status == 302]
        plan.refresh_from_db()
        assert sorted(answer.status for answer in answers) == [302] + [409] * (SAVERS - 1)
        assert told_saved == [plan.summary]
        losers = [(a, t) for a, t in zip(answers, texts, strict=True) if a.status == 409]
        assert all(plan.summary in answer.text and text in answer.text for answer, text in losers)
        assert AuditEntry.objects.filter(verb="save", target_id=plan.pk).count() == 1
        slowest.append(max(answer.seconds for answer in answers))
    tell(f"slowest answer {max(slowest):.2f} s")
