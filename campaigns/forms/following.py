from collections.abc import Iterable
from typing import Any

from django import forms

from campaigns.models import Window
from campaigns.selectors.sending import Cell, GridRow
from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.lib.forms import PortalForm

STATES = [
    ("none", "Chưa bắt đầu"),
    ("draft", "Đang soạn"),
    ("wait", "Đã gửi"),
    ("back", "Cần bổ sung"),
    ("done", "Đã tiếp nhận"),
    ("late", "Gửi chậm, quá hạn"),
]


class FollowForm(PortalForm):
    """What narrows the grid; everything may be left out. Read from the address."""

    khoi = forms.ModelChoiceField(
        UnitKind.objects.all(), label="Khối", required=False, empty_label="Mọi khối"
    )
    chi_dao = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị chỉ đạo", required=False, empty_label="Tất cả"
    )
    viec = forms.ChoiceField(label="Việc", required=False, choices=[("", "Mọi việc"), *Window.Kind.choices])
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *STATES]
    )
    chua_gui = forms.BooleanField(label="Chỉ đơn vị còn việc chưa gửi", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steering: Any = self.fields["chi_dao"]
        steering.queryset = Unit.objects.filter(steers__isnull=False).distinct().order_by("sort_key")
        self.helper.hide_optional = True

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def narrowed(self, rows: Iterable[GridRow]) -> list[GridRow]:
        """Nonsense in the address narrows nothing."""
        return [row for row in rows if self._lets_through(row)] if self.is_valid() else list(rows)

    def _lets_through(self, row: GridRow) -> bool:
        asked = self.cleaned_data
        if asked["khoi"] and row.unit.kind_id != asked["khoi"].pk:
            return False
        if asked["chi_dao"] and row.unit.steered_by_id != asked["chi_dao"].pk:
            return False
        cells = [cell for cell in row.cells if not asked["viec"] or cell.window.kind == asked["viec"]]
        if asked["chua_gui"] and not any(cell.may_be_reminded for cell in cells):
            return False
        return not asked["trang_thai"] or any(stands_so(cell, asked["trang_thai"]) for cell in cells)


def stands_so(cell: Cell, state: str) -> bool:
    """Whether the cell is in one of STATES; what nobody owes is in none."""
    if state == "late":
        return cell.is_owed and cell.days_late > 0
    if state == "none":
        return cell.is_owed and cell.standing is None
    return cell.standing is not None and cell.standing.tone == state
