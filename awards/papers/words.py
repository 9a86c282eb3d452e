"""Wording that the papers of a round share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from awards.models import AwardRound, AwardTitle, Nomination
from campaigns.models import Campaign
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import Subject

NOTHING = "–"
# How cases are counted in a sentence: by kind of recipient.
COUNTED = ((Subject.COLLECTIVE, "tập thể"), (Subject.PERSON, "cá nhân"), (Subject.HOUSEHOLD, "hộ gia đình"))


def round_words(award_round: AwardRound) -> dict[str, str | None]:
    """What every paper of the round may name."""
    return {
        "nam": str(award_round.year),
        "dot": award_round.name,
        "ke_hoach": plan_words(award_round.campaign_year.campaign),
        "van_ban_dot": award_round.window.paper or None,
        "quy_che": award_round.rule_basis or None,
    }


ROUND_LABELS = {
    "van_ban_dot": "văn bản quy định thời hạn gửi hồ sơ",
    "quy_che": "quy định áp dụng về biểu quyết",
}


def plan_words(campaign: Campaign) -> str:
    years = f"giai đoạn {campaign.first_year}-{campaign.last_year}"
    cited = cite("Kế hoạch", campaign.number, campaign.issued_on)
    return f"{cited} của {campaign.issuer} về phong trào thi đua “Dân vận khéo” {years}"


def cite(kind: str, paper_number: str, day: date | None) -> str:
    """“Kế hoạch số 05-KH/ĐU, ngày 15/01/2026”, as far as it is known."""
    numbered = f"{kind} số {paper_number}" if paper_number else kind
    if day is None:
        return numbered
    return f"{numbered}{',' if paper_number else ''} ngày {day:%d/%m/%Y}"


def counted(subjects: Iterable[str]) -> str:
    """“3 tập thể, 2 cá nhân”"""
    found = list(subjects)
    said = [(found.count(subject), name) for subject, name in COUNTED]
    return ", ".join(f"{number(count)} {name}" for count, name in said if count)


def money_words(money: int | None) -> str:
    return NOTHING if money is None else number(money)


def money_of(titles: Iterable[AwardTitle]) -> int | None:
    """What the awards come to; None as long as a sum is not fixed."""
    sums = [title.money for title in titles]
    known = [money for money in sums if money is not None]
    return sum(known) if known and len(known) == len(sums) else None


def unended(text: str) -> str | None:
    """A text as it goes into a sentence that brings its own full stop; None for an empty one."""
    return text.strip().rstrip(".").rstrip() or None


def dashed(lines: Iterable[str]) -> str:
    """Lines of a list, the last without its sign: the sentence brings it."""
    return ";\n".join(f"- {line}" for line in lines)


def short_title(title: AwardTitle) -> str:
    """“Giấy khen của Đảng ủy”, without the remark for whom it is."""
    return title.name.split(" (")[0]


def reason_of(nomination: Nomination) -> str:
    """The achievement in one phrase, as lists and giấy khen print it."""
    said = f"Có thành tích trong phong trào thi đua “Dân vận khéo” năm {nomination.round.year}"
    entry = nomination.entry
    if entry.name == nomination.recipient:
        return said
    kind = entry.get_kind_display()
    return f"{said}: {kind[0].lower()}{kind[1:]} “{entry.name}”"


def case_row(nomination: Nomination) -> dict[str, Any]:
    """One dossier as lists print it."""
    title = nomination.title
    return {
        "dossier": nomination.pk,
        "recipient": nomination.recipient,
        "unit": nomination.unit.name,
        "entry": nomination.entry.name,
        "sector": nomination.entry.sector.name,
        "subject": nomination.subject,
        "title": short_title(title),
        "money": title.money,
        "reason": reason_of(nomination),
    }
