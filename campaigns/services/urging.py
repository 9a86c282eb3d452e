"""What follows from an issued letter: the units that have still not sent are told, once, each of itself alone."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from campaigns.fulfilment import Standing, standings
from campaigns.models import Window
from campaigns.urging import URGE, Late, cited, named, still_late, told_key, what_is_asked
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.accounts.selectors import reach_of
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.jobs.services import enqueue
from hoaxa_danvan.lib.dates import LOCAL, local_day
from hoaxa_danvan.notifications.services import notify, queue_mails


def order_telling(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    """In the transaction that issues the letter; the worker then looks anew at who is late."""
    enqueue(URGE, key=f"{URGE}:{paper.pk}", payload={"paper": paper.pk}, at=at)


@transaction.atomic
def tell_late_units(paper: OfficialPaper, *, at: datetime) -> list[Late]:
    """A notice and a mail to each unit that the letter is meant for and that is late at `at`; nobody else.

    Told twice, a unit gets one notice and one mail. The letter itself goes along to nobody: it lists the
    others. A letter withdrawn meanwhile tells nobody.
    """
    if Document.objects.about(paper).issued().exclude(withdrawn_at=None).exists():
        return []
    window = Window.objects.select_related("campaign_year__campaign").get(pk=paper.target_id)
    late = still_late(paper, window, at=at)
    begun = standings(window)
    reach = reach_of([row.unit for row in late], day=local_day(at))
    for row in late:
        link, key = link_of(row, window, begun.get(row.unit.pk)), f"{told_key(paper)}{row.unit.pk}"
        notify(row.unit, key=key, text=notice_text(row, paper, window), link=link, at=at)
        queue_mails(
            key=key,
            to=reach[row.unit.pk].addresses,
            subject=f"{'Đôn đốc' if row.unit.kind.is_guided else 'Kính đề nghị'} gửi {what_is_asked(paper)}",
            body=mail_body(row, paper, window, link=link, at=at),
            at=at,
        )
    record("urge", target=paper, at=at, details={"units": [row.unit.pk for row in late]})
    return late


def link_of(row: Late, window: Window, standing: Standing | None) -> str:
    """Where the unit goes on: what it has begun, else the year with its windows."""
    if row.is_late and standing is not None:
        return standing.url
    return reverse("campaigns:year-detail", args=[window.campaign_year.year])


def notice_text(row: Late, paper: OfficialPaper, window: Window) -> str:
    told = []
    if row.is_late:
        told.append(f"Chưa gửi {what_is_asked(paper)} (hạn {local_day(window.due_at):%d/%m/%Y}).")
    if row.under:
        told.append(f"Đơn vị thuộc phạm vi phụ trách chưa gửi {what_is_asked(paper)}: {named(row.under)}.")
    return f"{' '.join(told)} {cited(paper)}."


def mail_body(row: Late, paper: OfficialPaper, window: Window, *, link: str, at: datetime) -> str:
    due = f"{local_day(window.due_at):%d/%m/%Y}"
    paragraphs = (
        f"Kính gửi: {row.unit.name}",
        f"Theo {cited(paper)}, hạn gửi {what_is_asked(paper)} là ngày {due}. {closing_words(window, at=at)}",
        *request_words(row, paper),
        f"Địa chỉ trên cổng: {settings.PORTAL_URL.rstrip('/')}{link}",
        f"Tính đến {at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}; đã gửi sau đó thì không cần thực hiện thêm.",
        "Cổng phong trào thi đua “Dân vận khéo” xã Hòa Xá",
    )
    return "\n\n".join(paragraphs)


def closing_words(window: Window, *, at: datetime) -> str:
    day = f"{local_day(window.closes_at):%d/%m/%Y}"
    if at <= window.closes_at:
        return f"Cổng còn nhận đến hết ngày {day}."
    return f"Cổng đã ngừng nhận sau ngày {day}; đề nghị trao đổi với Ban Xây dựng Đảng để được hướng dẫn."


def request_words(row: Late, paper: OfficialPaper) -> list[str]:
    """Guided units are urged; peers are asked kindly, and told of those whom they steer, of no others."""
    asked = []
    if row.is_late and row.unit.kind.is_guided:
        asked.append(f"Đơn vị chưa gửi. Đề nghị khẩn trương hoàn thiện, gửi {what_is_asked(paper)}.")
    elif row.is_late:
        asked.append(
            "Ban Xây dựng Đảng chưa nhận được của cơ quan, kính đề nghị quan tâm chỉ đạo hoàn thiện, gửi."
        )
    if row.under:
        asked.append(
            f"Ban Xây dựng Đảng kính đề nghị quan tâm chỉ đạo, đôn đốc {len(row.under)} cơ quan, đơn vị thuộc "
            f"phạm vi phụ trách chưa gửi: {named(row.under)}."
        )
    return asked
