"""What every part of the story stands on."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from campaigns.models import CampaignYear, Obligation, Window
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.home.seeding.cast import Cast
from hoaxa_danvan.home.seeding.days import Calendar


@dataclass(frozen=True, slots=True)
class World:
    """The commune as the story finds it: its days, its people, its year, the units that owe papers."""

    days: Calendar
    cast: Cast
    year: CampaignYear
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return self.units[code]


def owing_units(year: CampaignYear) -> dict[str, Unit]:
    """`{code: unit}` of those that owe a plan, in the order of lists."""
    owed = Obligation.objects.filter(window__campaign_year=year, window__kind=Window.Kind.PLAN)
    units = Unit.objects.filter(pk__in=owed.values("unit")).for_list()
    return {unit.code: unit for unit in units}


def told(name: str) -> Any:
    """The texts of one part: `plans` is plans.yaml beside this file."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))


def pick(choices: list[Any], place: int) -> Any:
    """One of them, each in its turn."""
    return choices[place % len(choices)]
