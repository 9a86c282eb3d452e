"""Sentences with figures: a clause without its figure is left out and told, never “0”."""

from typing import Any

import pytest

from hoaxa_danvan.documents.outlines import Clause, Sentence, outline_of
from hoaxa_danvan.documents.sentences import PLACE, propose
from hoaxa_danvan.lib.defaults import load_defaults
from reports.figures import Frozen
from reports.paper.tables import FORMS
from reports.sentences import FACTS, Words, facts, named_models


def stored(**changes: Any) -> dict[str, Any]:
    """The least that frozen figures hold."""
    return {
        "kind": "final",
        "name": "Tổng kết năm 2026",
        "year": 2026,
        "first_day": "2026-01-01",
        "last_day": "2026-11-15",
        "frozen_at": "2026-11-26T00:30:00+07:00",
        "previous": None,
        "indicators": [],
        "sectors": [],
        "entries": [],
        "decisions": [],
        "list": None,
        "sending": [],
        "not_active": [],
        "windows": [],
        "theme": "",
        **changes,
    }


def indicator(code: str, value: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"Tên của {code}",
        "group": "Nhóm",
        "measure": "cuộc",
        "aggregation": "sum",
        "of": "",
        "value": value,
        "source": "",
        "until": "2026-11-15",
        "is_counted": False,
        "asked": 1,
        "given": 1,
        "missing": [],
        "differing": [],
        **changes,
    }


def words(*indicators: dict[str, Any], **changes: Any) -> Words:
    return Words(Frozen(stored(indicators=list(indicators), **changes)), period="2025-2030")


MEETINGS = Sentence(
    (Clause("Tổ chức {a} hội nghị"), Clause(", {b} lượt người", after=True), Clause("; {c} bài"))
)


def test_a_whole_sentence():
    proposal = propose([MEETINGS], words(indicator("a", "1321"), indicator("b", "7420"), indicator("c", "5")))

    assert proposal.text == "Tổ chức 1.321 hội nghị, 7.420 lượt người; 5 bài."
    assert proposal.left_out == ()


def test_a_missing_figure_takes_its_clause_and_what_hangs_on_it_and_is_told():
    proposal = propose([MEETINGS], words(indicator("a", None), indicator("b", "7420"), indicator("c", "5")))

    assert proposal.text == "5 bài."
    assert proposal.left_out == ("“Tổ chức … hội nghị”: chưa có Tên của a",)


def test_a_lead_stands_before_whatever_is_left():
    sentence = Sentence((Clause("{a} cuộc giám sát"), Clause(", {b} hội nghị")), lead="Tổ chức ")

    assert propose([sentence], words(indicator("a", None), indicator("b", "2"))).text == "Tổ chức 2 hội nghị."


def test_nought_is_printed_unless_the_outline_says_it_goes_without_saying():
    sentence = Sentence((Clause("Có {a} đơn vị"), Clause("; {b} chưa gửi", nonzero="b")))

    proposal = propose([sentence], words(indicator("a", "0"), indicator("b", "0")))

    assert (proposal.text, proposal.left_out) == ("Có 0 đơn vị.", ())


def test_a_sentence_without_any_figure_is_not_there():
    assert propose([MEETINGS], words()).text == ""


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [("9", "4", "tăng 5 so với năm 2025"), ("4", "9", "giảm 5 so với năm 2025"), ("4", "4", "bằng năm 2025")],
)
def test_the_change_since_last_year_in_words(now, before, said):
    earlier = {"name": "Tổng kết năm 2025", "year": 2025, "values": {"a": before}}

    assert words(indicator("a", now), previous=earlier).get("a.change") == said


def test_a_ratio_in_words():
    found = words(indicator("a", "57", of="b"), indicator("b", "60"))

    assert found.get("a.ratio") == "57/60 (95,0%)"
    assert words(indicator("a", "57", of="b"), indicator("b", None)).get("a.ratio") is None


def test_models_are_named_by_what_was_decided_and_only_with_a_result():
    def entry(name: str, **changes: Any) -> dict[str, Any]:
        plain = {"sector": "kinh_te", "kind": "Mô hình", "unit": "Hội Nông dân xã", "result": "3 km"}
        return {"name": name, "recognised": "", "is_outstanding": False, **plain, **changes}

    entries = [
        entry("Thường"),
        entry("Tiêu biểu", is_outstanding=True, recognised="Tiêu biểu"),
        entry("Công nhận", recognised="Công nhận"),
        entry("Chưa có kết quả", result=""),
        entry("Khác lĩnh vực", sector="van_hoa"),
    ]
    lines = named_models(Frozen(stored(entries=entries)), "kinh_te")

    assert lines == [
        "- Mô hình “Tiêu biểu” (Hội Nông dân xã): 3 km.",
        "- Mô hình “Công nhận” (Hội Nông dân xã): 3 km.",
        "- Mô hình “Thường” (Hội Nông dân xã): 3 km.",
    ]


def test_facts_beside_the_judgement():
    sectors = [{"name": "Kinh tế", "blocks": {"Cấp ủy": 2, "Hội quần chúng": 0}}]
    late = {"sent_on": "2026-02-04", "late": 4, "is_due": True}
    missing = {"sent_on": "", "late": 0, "is_due": True}
    sending = [{"unit": "Chi bộ A", "plan": late}, {"unit": "Chi bộ B", "plan": missing}]

    lines = facts(Frozen(stored(sectors=sectors, sending=sending)), ["empty_cells", "late_plans"])

    assert lines == [
        "Kinh tế: chưa có mô hình ở khối Hội quần chúng",
        "Gửi kế hoạch chậm: Chi bộ A (4 ngày)",
        "Chưa gửi kế hoạch: Chi bộ B",
    ]


# The outlines that ship


@pytest.mark.parametrize("kind", ["interim", "final"])
def test_an_outline_names_only_what_there_is(kind, catalogue_codes):
    outline = outline_of("reports/outlines.yaml", kind)
    tables = outline.stored["tables"]
    known = {*catalogue_codes, "kp_tong", "kh_chua_gui", "bc_chua_gui"}
    general = words().general.keys()

    for section in outline.sections:
        assert set(section.blocks) <= tables.keys()
        assert set(section.facts) <= FACTS.keys()
        for sentence in section.sentences:
            for clause in sentence.clauses:
                for name in (*PLACE.findall(clause.text), *filter(None, [clause.nonzero])):
                    root = name.removesuffix(".ratio").removesuffix(".change")
                    assert name in general or name.startswith("linh_vuc.") or root in known, name
    for spec in tables.values():
        assert spec["form"] in FORMS
        for row in spec.get("rows", ()):
            codes = [row] if isinstance(row, str) else [row["part"], row.get("whole"), row.get("late")]
            assert {code for code in codes if code} <= known
    assert {spec["block"] for spec in outline.stored["appendices"]} <= tables.keys()


@pytest.fixture
def catalogue_codes() -> set[str]:
    groups = load_defaults("reports/indicators.yaml")["groups"]
    return {row["code"] for group in groups for row in group["items"]}
