"""Hướng dẫn tiêu chí of a year: theme, dates and the published criteria, frozen for the paper."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from campaigns.models import CampaignYear, Window
from campaigns.wording import plan_words
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.flows import Facts, Made
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.paper import Block, Bullets, Column, Paragraph, Section, Table
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import Criterion, RubricVersion
from hoaxa_danvan.scoring.selectors import groups, guidance_of
from hoaxa_danvan.workflow.models import IllegalMove

SAMPLE = "Bản mẫu, chưa phải quyết định của xã."


def collect(campaign_year: CampaignYear) -> dict[str, Any]:
    rubrics = [rubric_facts(version) for version in guidance_of(campaign_year.year)]
    titles = {f"tieu_chi_{place}": rubric["name"] for place, rubric in enumerate(rubrics, start=1)}
    return {
        "year": campaign_year.year,
        "words": {
            "nam": str(campaign_year.year),
            "chu_de": campaign_year.theme.strip().rstrip(".") or None,
            "ke_hoach": plan_words(campaign_year.campaign),
            "so_bo": f"{len(rubrics):02}" if rubrics else None,
            **titles,
        },
        "labels": {"chu_de": "chủ đề năm", "so_bo": "bộ tiêu chí đã công bố"},
        "values": {"so_dieu_kien": sum(len(rubric["gates"]) for rubric in rubrics)},
        "windows": [window_facts(window) for window in campaign_year.windows.all()],
        "rubrics": rubrics,
    }


def window_facts(window: Window) -> list[str]:
    days = (window.opens_at, window.due_at, window.closes_at)
    return [window.get_kind_display(), *(f"{local_day(at):%d/%m/%Y}" for at in days), window.paper]


def rubric_facts(version: RubricVersion) -> dict[str, Any]:
    """A published version whole, as text."""
    criteria = list(version.criteria.all())
    return {
        "version": version.pk,
        "name": version.rubric.name,
        "subject": version.rubric.get_subject_display(),
        "is_sample": version.is_sample,
        "guidance": version.guidance,
        "gates": [gate.name for gate in version.gates.all()],
        "groups": [
            {
                "code": group.code,
                "name": group.name,
                "points": number(group.max_points),
                "lines": [criterion_facts(line.criterion) for line in group.lines],
            }
            for group in groups(version)
        ],
        "count": len(criteria),
        "points": number(sum(line.max_points for line in criteria)),
        "bonus": number(version.bonus_max),
        "penalty": number(version.penalty_max),
        "grades": grades_of(version),
    }


def criterion_facts(criterion: Criterion) -> list[str]:
    hint = criterion.evidence_hint
    return [criterion.code, criterion.name, hint[:1].upper() + hint[1:], number(criterion.max_points)]


def grades_of(version: RubricVersion) -> list[list[str]]:
    """“Tốt”, “từ 80 đến dưới 90 điểm”: the highest first."""
    grades = sorted(version.grades.all(), key=lambda grade: -grade.min_points)
    if not grades:
        return []
    top = [grades[0].name, f"Từ {number(grades[0].min_points)} điểm trở lên"]
    below = [
        [grade.name, f"{floor_words(number(grade.min_points))}dưới {number(above.min_points)} điểm"]
        for above, grade in pairwise(grades)
    ]
    return [top, *([name, words[:1].upper() + words[1:]] for name, words in below)]


def floor_words(points: str) -> str:
    return "" if points == "0" else f"từ {points} đến "


def refuse_changed(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    """What is issued is what units will be appraised by: not a sample, and nothing older than the portal's."""
    if samples := [rubric["name"] for rubric in paper.facts["rubrics"] if rubric["is_sample"]]:
        raise IllegalMove(
            f"Còn là bản mẫu: {'; '.join(samples)}. Vui lòng công bố phiên bản của xã, bấm “Lấy lại số liệu” rồi ban hành."
        )
    fresh = collect(paper.target)
    if any(fresh[name] != paper.facts[name] for name in ("windows", "rubrics")):
        raise IllegalMove(
            "Tiêu chí hoặc thời hạn của năm đã thay đổi từ khi soạn. Vui lòng bấm “Lấy lại số liệu”, xem lại rồi ban hành."
        )


# Tables

WINDOW_COLUMNS = (
    Column("TT", "center", width_mm=10),
    Column("Việc"),
    Column("Nhận từ", "center", width_mm=27),
    Column("Hạn gửi", "center", width_mm=27),
    Column("Ngừng nhận sau", "center", width_mm=27),
)


def windows_table(facts: Facts, spec: Mapping[str, Any]) -> Table:
    """A paper that fixes all the dates is named once, below them."""
    papers = {window[-1] for window in facts["windows"]}
    whole = len(papers) != 1
    rows = enumerate(facts["windows"], start=1)
    return Table(
        caption=spec["caption"],
        columns=WINDOW_COLUMNS + ((Column("Văn bản quy định hạn", width_mm=42),) if whole else ()),
        rows=tuple((str(place), *cells[:4], *([cells[4] or "–"] if whole else ())) for place, cells in rows),
        note="" if whole or not any(papers) else f"Văn bản quy định hạn: {papers.pop()}.",
    )


def rubrics_table(facts: Facts, spec: Mapping[str, Any]) -> Made:
    if not facts["rubrics"]:
        return None
    return Table(
        caption=spec["caption"],
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Bộ tiêu chí"),
            Column("Đối tượng", "center", width_mm=25),
            Column("Số tiêu chí", "center", width_mm=18),
            Column("Điểm tối đa", "center", width_mm=18),
            Column("Thưởng tối đa", "center", width_mm=20),
            Column("Trừ tối đa", "center", width_mm=18),
        ),
        rows=tuple(
            (
                str(place),
                rubric["name"],
                rubric["subject"],
                str(rubric["count"]),
                rubric["points"],
                rubric["bonus"],
                rubric["penalty"],
            )
            for place, rubric in enumerate(facts["rubrics"], start=1)
        ),
    )


def rubric_blocks(facts: Facts, spec: Mapping[str, Any]) -> tuple[Block, ...]:
    """One set of criteria as an appendix: conditions, criteria with their points, grades."""
    rubrics = facts["rubrics"][spec["place"] - 1 : spec["place"]]
    return tuple(block for rubric in rubrics for block in blocks_of_rubric(rubric))


def blocks_of_rubric(rubric: Mapping[str, Any]) -> Iterator[Block]:
    parts = [part for part in (gates_part, criteria_part, grades_part) if part(rubric)]
    if rubric["is_sample"]:
        yield Paragraph(SAMPLE, "note")
    for place, part in enumerate(parts, start=1):
        heading, *blocks = part(rubric)
        yield Section(2, f"{place}. {heading}")
        yield from blocks


def gates_part(rubric: Mapping[str, Any]) -> list[Any]:
    if not rubric["gates"]:
        return []
    *others, last = rubric["gates"]
    listed = (*(f"{gate};" for gate in others), f"{last}.")
    return ["Điều kiện (phải đạt đủ thì mới xếp loại)", Bullets(listed)]


def criteria_part(rubric: Mapping[str, Any]) -> list[Any]:
    if not rubric["groups"]:
        return []
    return ["Tiêu chí, điểm", criteria_table(rubric), Paragraph(extra_points(rubric))]


def criteria_table(rubric: Mapping[str, Any]) -> Table:
    rows: list[tuple[str, ...]] = []
    for group in rubric["groups"]:
        rows.append((group["code"], group["name"].upper(), "", group["points"]))
        rows += [tuple(line) for line in group["lines"]]
    return Table(
        columns=(
            Column("Mã", "center", width_mm=14),
            Column("Tiêu chí"),
            Column("Minh chứng", width_mm=44),
            Column("Điểm tối đa", "center", width_mm=20),
        ),
        rows=tuple(rows),
        total=("", "Tổng điểm", "", rubric["points"]),
    )


def extra_points(rubric: Mapping[str, Any]) -> str:
    parts = [("Điểm thưởng", rubric["bonus"]), ("điểm trừ", rubric["penalty"])]
    said = [f"{name} tối đa {points}" for name, points in parts if points != "0"]
    words = "; ".join(said) or "không có điểm thưởng, điểm trừ"
    return f"{words[:1].upper()}{words[1:]}. Mỗi lần cộng, trừ ghi rõ lý do."


def grades_part(rubric: Mapping[str, Any]) -> list[Any]:
    if not rubric["grades"]:
        return []
    table = Table(
        columns=(Column("Xếp loại"), Column("Tổng điểm", "center", width_mm=90)),
        rows=tuple((name, words) for name, words in rubric["grades"]),
    )
    return ["Xếp loại", table]


BLOCKS = {"windows": windows_table, "rubrics": rubrics_table, "rubric": rubric_blocks}
