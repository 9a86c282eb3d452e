"""Bring a portal what it begins with. What is there already stays as the commune has made it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from awards.models import AwardTitle
from campaigns.models import AgencyAlias, Campaign, ReminderRule
from campaigns.plan_text import load_aliases
from campaigns.reminding import DIGEST_TEXT, RULE_TEXT
from campaigns.services.imports import import_campaign
from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.accounts.services import create_unit
from hoaxa_danvan.lib.defaults import load_defaults, read_defaults
from hoaxa_danvan.lib.text import fold
from hoaxa_danvan.scoring.models import Rubric
from hoaxa_danvan.scoring.samples import create_sample_rubrics
from hoaxa_danvan.workflow.models import CannedRemark
from models_registry.models import Sector
from reports.models import Indicator

FIRST_YEAR = 2026
PLAN = "campaigns/ke-hoach-dan-van-kheo-2025-2030.txt"
UNIT_COLUMNS = frozenset(field.name for field in Unit._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows came in new, and how many were there and stay untouched."""

    new: int
    kept: int


def load_kinds(*, at: datetime) -> Loaded:
    return add_missing(UnitKind, load_defaults("accounts/units.yaml")["kinds"])


def load_units(*, at: datetime) -> Loaded:
    return add_units(load_defaults("accounts/units.yaml")["units"], at=at)


def load_demo_units(*, at: datetime) -> Loaded:
    return add_units(load_defaults("accounts/units.yaml")["demo_units"], at=at)


def load_sectors(*, at: datetime) -> Loaded:
    return add_missing(Sector, load_defaults("models_registry/sectors.yaml"))


def load_award_titles(*, at: datetime) -> Loaded:
    return add_missing(AwardTitle, load_defaults("awards/titles.yaml"))


def load_remarks(*, at: datetime) -> Loaded:
    """Sentences proposed to the reviewing unit; what it has made of them stays, also what it has retired."""
    rows = load_defaults("workflow/remarks.yaml")
    known = set(CannedRemark.objects.exclude(code=None).values_list("code", flat=True))
    new = [
        CannedRemark(**row, order=order, is_proposal=True)
        for order, row in enumerate(rows, start=1)
        if row["code"] not in known
    ]
    CannedRemark.objects.bulk_create(new)
    return Loaded(len(new), len(rows) - len(new))


def load_rubrics(*, at: datetime) -> Loaded:
    """Samples for the plan's first year; not again once the reviewing unit has any of its own."""
    kept = Rubric.objects.count()
    return Loaded(0, kept) if kept else Loaded(len(create_sample_rubrics(year=FIRST_YEAR)), 0)


def load_aliases_of_agencies(*, at: datetime) -> Loaded:
    known = set(AgencyAlias.objects.values_list("folded", flat=True))
    kinds, units = by_code(UnitKind), {unit.name: unit for unit in Unit.objects.all()}
    rows = {fold(alias.phrase): alias for alias in load_aliases()}
    new = [
        AgencyAlias(
            phrase=alias.phrase,
            folded=folded,
            name=alias.name,
            kind=kinds.get(alias.kind or ""),
            unit=units.get(alias.unit or ""),
        )
        for folded, alias in rows.items()
        if folded not in known
    ]
    AgencyAlias.objects.bulk_create(new)
    return Loaded(len(new), len(rows) - len(new))


def load_reminder_rules(*, at: datetime) -> Loaded:
    """Not again once the reviewing unit has rules of its own."""
    kept = ReminderRule.objects.count()
    if kept:
        return Loaded(0, kept)
    rows = load_defaults("campaigns/reminder_rules.yaml")
    made = [ReminderRule(**row, text=DIGEST_TEXT if row["how"] == "digest" else RULE_TEXT) for row in rows]
    return Loaded(len(ReminderRule.objects.bulk_create(made)), 0)


def load_indicators(*, at: datetime) -> Loaded:
    rows = [
        {**row, "group": group["name"]}
        for group in load_defaults("reports/indicators.yaml")["groups"]
        for row in group["items"]
    ]
    known = set(Indicator.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    if new:
        order = {row["code"]: place for place, row in enumerate(rows)}
        Indicator.objects.bulk_create(indicator(row, order=order[row["code"]]) for row in new)
        connect_indicators(new)
    return Loaded(len(new), len(rows) - len(new))


def indicator(row: dict[str, Any], *, order: int) -> Indicator:
    return Indicator(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        unit_of_measure=row["unit"],
        is_whole=row.get("whole", True),
        aggregation=row["agg"],
        period=row.get("period", Indicator.Period.BOTH),
        counter=row.get("counter", ""),
        certainty=row["basis"],
        order=order,
    )


def connect_indicators(rows: list[dict[str, Any]]) -> None:
    """Denominators and suppliers, of the rows that are new."""
    saved, kinds, units = by_code(Indicator), by_code(UnitKind), by_code(Unit)
    for row in rows:
        saved[row["code"]].denominator = saved.get(row.get("of", ""))
    Indicator.objects.bulk_update([saved[row["code"]] for row in rows], ["denominator"])
    Indicator.supplier_kinds.through._base_manager.bulk_create(
        Indicator.supplier_kinds.through(indicator=saved[row["code"]], unitkind=kinds[code])
        for row in rows
        for code in row.get("kinds", [])
    )
    Indicator.supplier_units.through._base_manager.bulk_create(
        Indicator.supplier_units.through(indicator=saved[row["code"]], unit=units[code])
        for row in rows
        for code in row.get("units", [])
    )


def load_plan(*, at: datetime) -> Loaded:
    """The commune's plan from its own text; a portal that has a plan keeps it."""
    if Campaign.objects.exists():
        return Loaded(0, 1)
    import_campaign(read_defaults(PLAN), at=at)
    return Loaded(1, 0)


def add_missing(model: type[models.Model], rows: list[dict[str, Any]]) -> Loaded:
    """Rows of a table with `code` and `order`."""
    known = set(model._default_manager.values_list("code", flat=True))
    new = [model(**row, order=order) for order, row in enumerate(rows) if row["code"] not in known]
    model._default_manager.bulk_create(new)
    return Loaded(len(new), len(rows) - len(new))


def add_units(rows: list[dict[str, Any]], *, at: datetime) -> Loaded:
    """Through the service, so that each has its entry in the trail and, in an open year, what it owes."""
    known = set(Unit.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    kinds = by_code(UnitKind) if new else {}
    for row in new:
        add_unit(row, kind=kinds[row["kind"]], at=at)
    return Loaded(len(new), len(rows) - len(new))


def add_unit(row: dict[str, Any], *, kind: UnitKind, at: datetime) -> Unit:
    fields = {name: value for name, value in row.items() if name in UNIT_COLUMNS}
    fields["kind"] = kind
    if code := row.get("steered_by"):
        fields["steered_by"] = Unit.objects.get(code=code)
    linked = Unit.objects.filter(code__in=row.get("linked", []))
    return create_unit(fields=fields, linked=linked, by=None, at=at)


def by_code(model: Any) -> dict[str, Any]:
    return {row.code: row for row in model._default_manager.all()}
