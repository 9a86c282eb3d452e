"""Criteria to begin with: samples, and nobody's decision until the reviewing unit makes them its own."""

from typing import Any

from django.db import transaction

from hoaxa_danvan.lib.defaults import load_defaults
from hoaxa_danvan.scoring.models import Criterion, Gate, Grade, Rubric, RubricVersion


@transaction.atomic
def create_sample_rubrics(*, year: int) -> list[RubricVersion]:
    """A sample version for `year` of every default rubric that has none in it yet; those made."""
    defaults = load_defaults("scoring/rubrics.yaml")
    there = set(RubricVersion.objects.filter(year=year).values_list("rubric__code", flat=True))
    return [
        create_version(row, year=year, guidance=defaults["guidance"])
        for row in defaults["rubrics"]
        if row["code"] not in there
    ]


def create_version(row: dict[str, Any], *, year: int, guidance: str) -> RubricVersion:
    names = {"name": row["name"], "subject": row["subject"]}
    rubric, _ = Rubric.objects.get_or_create(code=row["code"], defaults=names)
    version = RubricVersion.objects.create(
        rubric=rubric,
        year=year,
        guidance=guidance,
        bonus_max=row["bonus_max"],
        penalty_max=row["penalty_max"],
    )
    Gate.objects.bulk_create(
        Gate(version=version, code=code, name=name, order=order)
        for order, (code, name) in enumerate(row["gates"])
    )
    lines = [(group, line) for group in row["groups"] for line in group["criteria"]]
    Criterion.objects.bulk_create(
        Criterion(
            version=version,
            group_code=group["code"],
            group_name=group["name"],
            **dict(zip(("code", "name", "max_points", "evidence_hint"), line, strict=True)),
            order=order,
        )
        for order, (group, line) in enumerate(lines)
    )
    Grade.objects.bulk_create(
        Grade(version=version, code=code, name=name, min_points=points)
        for code, name, points in row["grades"]
    )
    return version
