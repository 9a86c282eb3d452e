"""Báo cáo thẩm định: what was received, and what the panel's marks come to beside the units' own."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType

from awards.models import AwardRound, Nomination
from awards.papers.words import NOTHING, ROUND_LABELS, case_row, counted, dashed, round_words, unended
from awards.selectors.marks import ENOUGH, Ranked, ranking
from awards.selectors.rounds import counts
from hoaxa_danvan.documents.flows import Facts
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.numbers import number, ratio
from hoaxa_danvan.scoring.models import ScoreSheet
from hoaxa_danvan.scoring.selectors import total
from hoaxa_danvan.workflow.pages import history
from models_registry.models import Assessment, Recognition

SUBJECTS = {"tap_the": "Tập thể", "ca_nhan": "Cá nhân", "ho_gia_dinh": "Hộ gia đình"}
REASONS = 2  # of those that a list has room for


def appraisal_facts(award_round: AwardRound) -> dict[str, Any]:
    rows, received = appraised_rows(award_round), counts(award_round)
    rejected, returned = refused_words(award_round), waiting_words(award_round)
    full = sum(row["mean"] is not None for row in rows)
    return {
        "year": award_round.year,
        "words": {
            **round_words(award_round),
            "han": f"{award_round.window.due_at:%d/%m/%Y}",
            "so_nhan": number(received.sent),
            "so_don_vi": number(units_of(award_round)),
            "so_du": ratio(received.accepted, received.sent),
            "so_khong_du": number(received.rejected),
            "so_chua_xong": number(received.returned),
            "ds_khong_du": dashed(rejected),
            "ds_chua_xong": dashed(returned),
            "dem": counted(row["subject"] for row in rows),
            "so_thanh_vien": number(award_round.panel.count()),
            "so_du_phieu": ratio(full, len(rows)),
            "so_thieu_phieu": number(len(rows) - full),
            "so_trinh": number(len(rows)),
        },
        "labels": ROUND_LABELS,
        "values": {
            "khong_du": received.rejected,
            "chua_xong": received.returned,
            "thieu_phieu": len(rows) - full,
        },
        "facts": {"khao-sat": [said for row in rows if (said := surveyed_words(row))]},
        "figures": {
            "sent": received.sent,
            "accepted": received.accepted,
            "returned": received.returned,
            "rejected": received.rejected,
            "cases": rows,
        },
    }


def units_of(award_round: AwardRound) -> int:
    return award_round.nominations.filter(sent_at__isnull=False).values("unit").distinct().count()


def refused_words(award_round: AwardRound) -> list[str]:
    """Who was sent away for good, and why."""
    rejected = award_round.nominations.filter(status=Nomination.Status.REJECTED).for_list()
    return [f"{line(row)}: {unended(history(row)[-1].note) or NOTHING}" for row in rejected]


def waiting_words(award_round: AwardRound) -> list[str]:
    """Who was asked to complete the dossier and did not."""
    return [line(row) for row in award_round.nominations.filter(status=Nomination.Status.RETURNED).for_list()]


def line(nomination: Nomination) -> str:
    recipient, unit = nomination.recipient, nomination.unit.name
    return recipient if recipient == unit else f"{recipient} ({unit})"


def appraised_rows(award_round: AwardRound) -> list[dict[str, Any]]:
    """Every dossier that the panel had before it, by kind of recipient and place."""
    ranked = [one for group in ranking(award_round) for one in group.dossiers]
    sheets = assessment_sheets(award_round, [one.nomination for one in ranked])
    entries = [one.nomination.entry_id for one in ranked]
    recognised = Recognition.objects.filter(campaign_year=award_round.campaign_year, entry__in=entries)
    grades = {recognition.entry_id: recognition.grade for recognition in recognised}
    return [
        appraised_row(one, sheets.get(one.nomination.entry_id, {}), grades.get(one.nomination.entry_id))
        for one in ranked
    ]


def assessment_sheets(
    award_round: AwardRound, nominations: Iterable[Nomination]
) -> dict[int, dict[str, ScoreSheet]]:
    """The unit's own sheet and the reviewer's on each model, as given in the round's year."""
    entries = [nomination.entry_id for nomination in nominations]
    assessments = Assessment.objects.filter(campaign_year=award_round.campaign_year, entry__in=entries)
    entry_of = dict(assessments.exclude(sent_at=None).values_list("pk", "entry"))
    kind = ContentType.objects.get_for_model(Assessment)
    sheets = ScoreSheet.objects.filter(target_type=kind, target_id__in=entry_of).with_marks()
    found: dict[int, dict[str, ScoreSheet]] = {}
    for sheet in sheets:
        found.setdefault(entry_of[sheet.target_id], {})[sheet.kind] = sheet
    return found


def appraised_row(ranked: Ranked, sheets: Mapping[str, ScoreSheet], grade: str | None) -> dict[str, Any]:
    own, review = sheets.get(ScoreSheet.Kind.SELF), sheets.get(ScoreSheet.Kind.REVIEW)
    proposed = total(own).total if own else None
    return {
        **case_row(ranked.nomination),
        "own": text_of(proposed),
        "mean": text_of(ranked.mean),
        "difference": difference(proposed, ranked.mean),
        "reasons": reasons_of(ranked, review, own=proposed),
        "marks": len(ranked.marks),
        "grade": grade or "",
        "surveyed": review.comment.strip() if review else "",
    }


def text_of(value: Decimal | None) -> str | None:
    return None if value is None else number(value, decimals=2)


def difference(own: Decimal | None, mean: Decimal | None) -> str | None:
    """“-1,50”, with its sign."""
    if own is None or mean is None:
        return None
    gap = mean - own
    return f"{'+' if gap > 0 else ''}{number(gap, decimals=2)}"


def reasons_of(ranked: Ranked, review: ScoreSheet | None, *, own: Decimal | None) -> list[str]:
    """What the members wrote beside their marks, each said once; and the reviewer, where both differ
    from the unit's own marks in the same direction.
    """
    if own is None or ranked.mean is None or own == ranked.mean:
        return []
    sheets = [mark.sheet for mark in ranked.marks]
    if review is not None and (total(review).total < own) == (ranked.mean < own):
        sheets.append(review)
    said = [unended(score.reason) for sheet in sheets for score in sheet.scores.all()]
    return list(dict.fromkeys(reason for reason in said if reason))[:REASONS]


def surveyed_words(row: Mapping[str, Any]) -> str:
    return f"{row['recipient']}: {row['surveyed']}" if row["surveyed"] else ""


def appraised_table(facts: Facts, spec: Mapping[str, Any]) -> Table:
    """4.1: one row per dossier, for an appendix across the page."""
    return Table(
        caption=spec["caption"],
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Tên ghi trên Giấy khen", width_mm=44),
            Column("Đối tượng", "center", width_mm=19),
            Column("Lĩnh vực", width_mm=30),
            Column("Công nhận", "center", width_mm=21),
            Column("Điểm tự chấm", "center", width_mm=18),
            Column("Điểm thẩm định", "center", width_mm=18),
            Column("Chênh lệch", "center", width_mm=17),
            Column("Lý do chênh lệch"),
            Column("Đề xuất", width_mm=38),
        ),
        rows=tuple(
            (
                str(place),
                row["recipient"],
                SUBJECTS[row["subject"]],
                row["sector"],
                row["grade"] or NOTHING,
                *(row[name] or NOTHING for name in ("own", "mean", "difference")),
                "; ".join(row["reasons"]) or NOTHING,
                proposed_words(row),
            )
            for place, row in enumerate(facts["figures"]["cases"], start=1)
        ),
    )


def proposed_words(row: Mapping[str, Any]) -> str:
    if row["marks"] < ENOUGH:
        return f"Trình Hội đồng xem xét; mới có {row['marks']} phiếu chấm"
    return f"Trình Hội đồng xét tặng {row['title']}"


def received_table(facts: Facts, spec: Mapping[str, Any]) -> Table:
    """By kind of recipient: how many, and between which marks."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in facts["figures"]["cases"]:
        groups.setdefault(row["subject"], []).append(row)
    rows = tuple(group_row(name, groups[key]) for key, name in SUBJECTS.items() if key in groups)
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Đối tượng"),
            Column("Số hồ sơ", "center", width_mm=24),
            Column("Đủ phiếu chấm", "center", width_mm=28),
            Column("Điểm thẩm định cao nhất", "center", width_mm=32),
            Column("Điểm thẩm định thấp nhất", "center", width_mm=32),
        ),
        rows=rows,
        total=("Cộng", *sums(facts["figures"]["cases"]), "", "") if len(rows) > 1 else None,
    )


def group_row(name: str, rows: list[Mapping[str, Any]]) -> tuple[str, ...]:
    means = sorted((decimal_of(row["mean"]), row["mean"]) for row in rows if row["mean"] is not None)
    highest, lowest = (means[-1][1], means[0][1]) if means else (NOTHING, NOTHING)
    return name, *sums(rows), highest, lowest


def sums(rows: list[Mapping[str, Any]]) -> tuple[str, str]:
    return number(len(rows)), number(sum(row["mean"] is not None for row in rows))


def decimal_of(said: str) -> Decimal:
    return Decimal(said.replace(".", "").replace(",", "."))
