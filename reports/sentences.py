"""Sentences with figures, proposed from the frozen figures for people to edit."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hoaxa_danvan.documents.sentences import fill
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number
from reports.figures import Frozen

MONEY = ("kp_ngan_sach_xa", "kp_nhan_dan", "kp_xa_hoi_hoa")
LABELS = {
    "kp_tong": "đủ các nguồn kinh phí",
    "danh_muc": "thông báo danh mục của năm",
    "qd_cong_nhan": "quyết định công nhận",
}
MOST_MODELS = 3
LONGEST_RESULT = 220


class Words:
    """What a name between braces stands for: text, or None where the figure is missing."""

    def __init__(self, frozen: Frozen, *, period: str) -> None:
        self.frozen = frozen
        self.general = {
            "nam": str(frozen.year),
            "nam_truoc": str(frozen.year - 1),
            "nam_sau": str(frozen.year + 1),
            "giai_doan": period,
            "tu_ngay": written(frozen.first_day),
            "den_ngay": written(frozen.last_day),
            "chot_ngay": written(local_day(frozen.frozen_at)),
            "qd_cong_nhan": "; ".join(frozen.stored["decisions"]) or None,
            "danh_muc": announced(frozen.stored["list"]),
        }

    def get(self, name: str) -> str | None:
        if name in self.general:
            return self.general[name]
        if name.endswith(".ratio"):
            return self.frozen.ratio(name.removesuffix(".ratio"))
        if name.endswith(".change"):
            return self._change(name.removesuffix(".change"))
        value = self.value(name)
        return None if value is None else number(value)

    def value(self, name: str) -> Decimal | None:
        """The figure itself, where there is one."""
        if name.startswith("linh_vuc."):
            return self._sector(*name.split(".")[1:])
        if name == "kp_tong":
            return self.frozen.total(MONEY)
        if name in ("kh_chua_gui", "bc_chua_gui"):
            return self._unsent(name.removesuffix("_chua_gui"))
        return self.frozen.value(name)

    def label(self, name: str) -> str:
        """How the officer knows the figure."""
        figure = self.frozen.figure(name.partition(".")[0])
        if figure is None:
            return LABELS.get(name, name)
        return f"{figure.name} kỳ trước" if name.endswith(".change") else figure.name

    def fill(self, text: str) -> str:
        return fill(text, self)

    def _unsent(self, what: str) -> Decimal | None:
        owed, sent = self.frozen.value(f"{what}_phai_gui"), self.frozen.value(f"{what}_da_gui")
        return None if owed is None or sent is None else owed - sent

    def _sector(self, code: str, column: str = "") -> Decimal | None:
        rows = {row["code"]: row for row in self.frozen.stored["sectors"]}
        if code not in rows:
            return None
        return Decimal(rows[code]["recognised" if column == "cong_nhan" else "total"])

    def _change(self, code: str) -> str | None:
        figure, earlier = self.frozen.figure(code), self.frozen.stored["previous"]
        if figure is None or figure.change is None:
            return None
        then = f"năm {earlier['year']}"
        if self.frozen.kind == "interim":
            then = f"cùng kỳ {then}"
        if not figure.change:
            return f"bằng {then}"
        return f"{'tăng' if figure.change > 0 else 'giảm'} {number(abs(figure.change))} so với {then}"


def written(day: date) -> str:
    """“15/6/2026”, as papers write it: days under 10 and the months 1 and 2 take a zero, others do not."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def announced(row: dict[str, str] | None) -> str | None:
    """“Thông báo số 12-TB/BXDĐ, ngày 15/3/2026”"""
    if row is None:
        return None
    day = f", ngày {written(date.fromisoformat(row['on']))}" if row["on"] else ""
    return f"Thông báo số {row['number']}{day}"


def named_models(frozen: Frozen, sector: str) -> list[str]:
    """A few models of a sector (“all”: of any), a line each: what was decided highest comes first."""
    entries = [row for row in frozen.stored["entries"] if sector in ("all", row["sector"])]
    with_result = [row for row in entries if row["result"]]
    best = sorted(with_result, key=lambda row: (-row["is_outstanding"], not row["recognised"], row["name"]))
    most = MOST_MODELS * 2 if sector == "all" else MOST_MODELS
    return [_model_line(row) for row in best[:most]]


def _model_line(row: dict[str, Any]) -> str:
    result = " ".join(row["result"].split())
    if len(result) > LONGEST_RESULT:
        result = result[:LONGEST_RESULT].rsplit(" ", 1)[0] + "…"
    end = "" if result.endswith((".", "…")) else "."
    name = row["name"].strip('“”" ')
    return f"- {row['kind']} “{name}” ({row['unit']}): {result}{end}"


# Facts that belong beside a judgement; the judgement itself is people's.


def facts(frozen: Frozen, names: Iterable[str]) -> list[str]:
    return [line for name in names for line in FACTS[name](frozen)]


def _empty_cells(frozen: Frozen) -> list[str]:
    lines = []
    for sector in frozen.stored["sectors"]:
        empty = [block for block, count in sector["blocks"].items() if not count]
        if empty:
            lines.append(f"{sector['name']}: chưa có mô hình ở khối {'; '.join(empty)}")
    return lines


def _late(frozen: Frozen, kind: str, paper: str) -> list[str]:
    rows = [row for row in frozen.stored["sending"] if kind in row]
    late = [f"{row['unit']} ({row[kind]['late']} ngày)" for row in rows if row[kind]["late"]]
    missing = [row["unit"] for row in rows if row[kind]["is_due"] and not row[kind]["sent_on"]]
    lines = [f"Gửi {paper} chậm: {'; '.join(late)}"] if late else []
    return lines + ([f"Chưa gửi {paper}: {'; '.join(missing)}"] if missing else [])


def _late_plans(frozen: Frozen) -> list[str]:
    return _late(frozen, "plan", "kế hoạch")


def _late_reports(frozen: Frozen) -> list[str]:
    kind = "final_report" if frozen.kind == "final" else "interim_report"
    return _late(frozen, kind, "báo cáo")


def _not_active(frozen: Frozen) -> list[str]:
    rows = frozen.stored["not_active"]
    return [f"{row['standing']}: “{row['name']}” ({row['unit']}), {row['reason']}" for row in rows]


def _overdue(frozen: Frozen) -> list[str]:
    value = frozen.value("y_kien_qua_han")
    return [f"Ý kiến, kiến nghị quá hạn: {number(value)}"] if value else []


def _dates(frozen: Frozen) -> list[str]:
    theme = [f"Chủ đề năm: {frozen.stored['theme']}"] if frozen.stored["theme"] else []
    coming = [row for row in frozen.stored["windows"] if row["due_on"] > frozen.last_day.isoformat()]
    return theme + [f"{row['name']}: hạn {written(date.fromisoformat(row['due_on']))}" for row in coming]


FACTS = {
    "empty_cells": _empty_cells,
    "late_plans": _late_plans,
    "late_reports": _late_reports,
    "not_active": _not_active,
    "overdue": _overdue,
    "dates": _dates,
}
