"""Đôn đốc: who has not sent by the day, in two manners, frozen for the letter and looked at again at issue."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.models import Obligation, Window
from campaigns.selectors.sending import late_units
from campaigns.wording import plan_words
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.documents.composing import lines
from hoaxa_danvan.documents.flows import Facts, Made
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number, ratio
from hoaxa_danvan.notifications.models import Mail, Notice
from hoaxa_danvan.workflow.models import IllegalMove

LISTED = "Các cơ quan, đơn vị có tên trong danh sách kèm theo"
WHAT = {
    Window.Kind.PLAN: "kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm {year}",
    Window.Kind.REGISTRATION: "đăng ký mô hình, điển hình “Dân vận khéo” năm {year}",
    Window.Kind.INTERIM_REPORT: "báo cáo sơ kết 6 tháng đầu năm {year} phong trào thi đua “Dân vận khéo”",
    Window.Kind.FINAL_REPORT: "báo cáo tổng kết năm {year} phong trào thi đua “Dân vận khéo”",
    Window.Kind.AWARD: "hồ sơ đề nghị khen thưởng năm {year} phong trào thi đua “Dân vận khéo”",
}


def collect_guided(window: Window) -> dict[str, Any]:
    """The letter to the units that the reviewing unit guides."""
    at = timezone.now()
    refuse_early(window, at=at)
    late = [unit for unit in late_units(window, day=local_day(at)) if unit.kind.is_guided]
    if not late:
        raise IllegalMove("Các cơ quan, đơn vị được hướng dẫn đã gửi đủ, không còn nơi nào để đôn đốc.")
    owed = Obligation.objects.filter(window=window, unit__kind__manner="guided").count()
    addressees = [late[0].name] if len(late) == 1 else [LISTED]
    return facts_of(
        window,
        at=at,
        addressees=addressees,
        listed=late,
        words={
            "da_gui": ratio(owed - len(late), owed),
            "so_chua_gui": number(len(late)),
        },
    )


def collect_peers(window: Window) -> dict[str, Any]:
    """The letter to consulted bodies that have not sent, and to those that steer units which have not."""
    at = timezone.now()
    refuse_early(window, at=at)
    late = late_units(window, day=local_day(at))
    peers = [unit for unit in late if not unit.kind.is_guided and not unit.reviews]
    steered = [unit for unit in late if unit.kind.is_guided and unit.steered_by_id]
    steering = list(Unit.objects.filter(pk__in={unit.steered_by_id for unit in steered}).for_list())
    meant = {unit.pk for unit in [*peers, *steering]}
    addressees = [unit.name for unit in Unit.objects.filter(pk__in=meant).for_list()]
    if not addressees:
        raise IllegalMove("Các cơ quan ngang cấp và đơn vị thuộc phạm vi phụ trách đã gửi đủ.")
    return facts_of(
        window,
        at=at,
        addressees=addressees,
        listed=steered,
        words={
            "ngang_cap": named(peers),
            "chi_dao": named(steering),
            "so_truc_thuoc": number(len(steered)),
        },
        values={"so_ngang_cap": len(peers), "so_truc_thuoc": len(steered)},
    )


def facts_of(
    window: Window,
    *,
    at: datetime,
    addressees: list[str],
    listed: list[Unit],
    words: Mapping[str, str],
    values: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    year = window.campaign_year
    return {
        "year": local_day(at).year,
        "addressees": addressees,
        "listed": [unit_facts(unit) for unit in listed],
        "words": {
            "nam": str(year.year),
            "viec": WHAT[Window.Kind(window.kind)].format(year=year.year),
            "ke_hoach": plan_words(year.campaign),
            "van_ban": window.paper.strip().rstrip(".") or None,
            "han": f"{local_day(window.due_at):%d/%m/%Y}",
            "ngung_nhan": f"{local_day(window.closes_at):%d/%m/%Y}" if at < window.closes_at else None,
            "ngay_chot": f"{local_day(at):%d/%m/%Y}",
            "noi_kinh_gui": "\n".join(addressees),
            **words,
        },
        "labels": {
            "van_ban": "văn bản quy định hạn",
            "ngung_nhan": "ngày ngừng nhận còn ở phía trước (vui lòng ghi hạn mới)",
        },
        "values": dict(values or {}),
    }


def unit_facts(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "name": unit.name,
        "block": unit.kind.block,
        "steered_by": unit.steered_by.name if unit.steered_by else "",
    }


def named(units: Iterable[Unit]) -> str:
    return ", ".join(unit.name for unit in units)


def refuse_early(window: Window, *, at: datetime) -> None:
    if at <= window.due_at:
        raise IllegalMove("Chưa qua hạn gửi nên chưa đôn đốc.")


def late_table(facts: Facts, spec: Mapping[str, Any]) -> Made:
    """Who has not sent; a letter to peers that steer none of them has no list."""
    if not facts["listed"]:
        return None
    return Table(
        columns=(
            Column("TT", "center", width_mm=12),
            Column("Cơ quan, đơn vị"),
            Column("Khối", width_mm=45),
            Column("Cơ quan phụ trách", width_mm=45),
        ),
        rows=tuple(
            (str(place), unit["name"], unit["block"], unit["steered_by"] or "–")
            for place, unit in enumerate(facts["listed"], start=1)
        ),
    )


BLOCKS = {"late_units": late_table}


Issued = Callable[[OfficialPaper, Document, Appointment, datetime], None]


def refuse_changed(collect: Callable[[Window], dict[str, Any]], *, then: Issued) -> Issued:
    """Nobody who has sent meanwhile is urged: the letter is issued only while its list still holds."""

    def refuse(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
        fresh = collect(paper.target)
        if sent := gone(paper.facts, fresh):
            raise IllegalMove(f"Đã gửi từ khi lập danh sách: {', '.join(sent)}. {LOOK_AGAIN}")
        if any(fresh[name] != paper.facts[name] for name in ("listed", "addressees")):
            raise IllegalMove(f"Danh sách chưa gửi đã thay đổi từ khi lập. {LOOK_AGAIN}")
        if strays := addressed_in_vain(paper):
            raise IllegalMove(f"Đã gửi, vui lòng bỏ khỏi nơi kính gửi: {', '.join(strays)}.")
        then(paper, document, by, at)

    return refuse


LOOK_AGAIN = "Vui lòng bấm “Lấy lại số liệu”, xem lại công văn rồi ban hành."


def gone(frozen: Facts, fresh: Facts) -> list[str]:
    """Names that stood in the letter and no longer would."""
    left = {unit["name"] for unit in fresh["listed"]} | {*fresh["addressees"]}
    stood = [*(unit["name"] for unit in frozen["listed"]), *frozen["addressees"]]
    return [name for name in dict.fromkeys(stood) if name not in left and name != LISTED]


def addressed_in_vain(paper: OfficialPaper) -> list[str]:
    """Units that owed it, have sent it, and were left among the addressees by whoever wrote the letter."""
    meant = {*paper.facts["addressees"], *(unit["name"] for unit in paper.facts["listed"])}
    owing = set(Unit.objects.filter(obligations__window=paper.target_id).values_list("name", flat=True))
    return [name for name in lines(paper.addressees) if name in owing and name not in meant]


# After issue: campaigns.services.urging tells those who are still late

URGE = "campaigns.urge"


def told_key(paper: OfficialPaper) -> str:
    """What the keys of all notices and mails about a letter begin with, before the unit's."""
    return f"urging:{paper.pk}:"


@dataclass(frozen=True, slots=True)
class Late:
    """A unit that a letter is meant for: late itself, or late through those whom it steers (`under`)."""

    unit: Unit
    is_late: bool
    under: tuple[Unit, ...] = ()


def still_late(paper: OfficialPaper, window: Window, *, at: datetime) -> list[Late]:
    """Of those whom the letter is meant for, who still has not sent; nobody while the due day, moved since,
    is ahead.
    """
    if at <= window.due_at:
        return []
    listed = {unit["id"] for unit in paper.facts["listed"]}
    late = late_units(window, day=local_day(at))
    if paper.kind == Document.Kind.URGING:
        return [Late(unit, is_late=True) for unit in late if unit.pk in listed]
    addressed = Unit.objects.filter(name__in=lines(paper.addressees)).existing(local_day(at)).for_list()
    found = []
    for unit in addressed:
        under = tuple(one for one in late if one.pk in listed and one.steered_by_id == unit.pk)
        if (is_late := unit in late) or under:
            found.append(Late(unit, is_late=is_late, under=under))
    return found


def cited(paper: OfficialPaper) -> str:
    """“Công văn số 12-CV/BXDĐ ngày 03/02/2026 của Ban Xây dựng Đảng Đảng ủy xã …”"""
    body = paper.letterhead["issuing_body"]
    return f"{paper.word} số {paper.number} ngày {paper.day_of_issue:%d/%m/%Y} của {body}"


def what_is_asked(paper: OfficialPaper) -> str:
    """“kế hoạch thực hiện phong trào thi đua … năm 2026”"""
    return str(paper.facts["words"]["viec"])


def chat_text(paper: OfficialPaper, window: Window) -> str:
    """For a group chat of all units: it names nobody."""
    return (
        f"{cited(paper)}.\n"
        f"Hạn gửi {what_is_asked(paper)}: {local_day(window.due_at):%d/%m/%Y}.\n"
        "Đề nghị các cơ quan, đơn vị chưa gửi quan tâm hoàn thiện, gửi trên cổng: "
        f"{settings.PORTAL_URL.rstrip('/')}/\n"
        "Cơ quan, đơn vị đã gửi không cần thực hiện thêm."
    )


def part_of_letter(paper: OfficialPaper) -> str:
    """On the page of an issued letter: who has been told, and a text to paste into a chat."""
    window = Window.objects.select_related("campaign_year").get(pk=paper.target_id)
    mails: dict[int, list[Mail]] = {}
    for mail in Mail.objects.filter(key__startswith=told_key(paper)).order_by("pk"):
        unit_id = int(mail.key.removeprefix(told_key(paper)).split(":")[0])
        mails.setdefault(unit_id, []).append(mail)
    notices = Notice.objects.filter(key__startswith=told_key(paper)).select_related("unit")
    context = {
        "told": [
            (notice, mails.get(notice.unit_id, [])) for notice in notices.order_by("unit__sort_key", "pk")
        ],
        "job": Job.objects.filter(key=f"{URGE}:{paper.pk}").first(),
        "chat_text": chat_text(paper, window),
    }
    return render_to_string("campaigns/_urging_told.html", context)
