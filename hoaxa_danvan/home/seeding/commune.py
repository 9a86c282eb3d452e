"""The commune before its year: sixty units that owe papers, and an officer in each."""

from datetime import datetime
from typing import Any

from hoaxa_danvan.home.defaults import add_units
from hoaxa_danvan.home.demo import load_demo_people
from hoaxa_danvan.home.seeding.world import told


def complete_commune(*, at: datetime) -> None:
    """Add the sample units that are missing; those that are there stay as they are."""
    texts = told("units")
    add_units([*texts["units"], *village_cells(**texts["chi_bo_thon"])], at=at)
    load_demo_people(at=at)


def village_cells(*, first: int, last: int) -> list[dict[str, Any]]:
    return [
        {
            "code": f"chi-bo-thon-mau-{number}",
            "name": f"Chi bộ Thôn Mẫu {number}",
            "kind": "cap_uy",
            "certainty": "mau",
            "parent_line": "ĐẢNG BỘ XÃ HÒA XÁ",
            "issuer_line": f"CHI BỘ THÔN MẪU {number}",
            "symbol": "CB",
            "signing_authority": "T/M CHI BỘ",
            "signing_office": "BÍ THƯ",
        }
        for number in range(first, last + 1)
    ]
