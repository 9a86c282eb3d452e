from datetime import date
from typing import Any

from django import forms

from hoaxa_danvan.accounts.models import Unit, UnitKind, User
from hoaxa_danvan.lib.forms import PortalHelper, PortalModelForm


class VersionedForm(PortalModelForm):
    """A row's form that names the version it was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(submit="Lưu")
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
        else:
            del self.fields["version"]

    @property
    def values(self) -> dict[str, Any]:
        """What the service sets on the row: plain columns, by their names."""
        columns = {field.name for field in self._meta.model._meta.concrete_fields}
        return {name: value for name, value in self.cleaned_data.items() if name in columns - {"version"}}

    def both_texts(self, fresh: Unit | UnitKind | User) -> dict[str, tuple[str, str]]:
        """For each field what is stored and what was typed, in words."""
        return {name: (said(fresh, name), said(self.instance, name)) for name in self.values}

    def meet(self, fresh: Unit | UnitKind | User) -> dict[str, Any]:
        """Somebody saved meanwhile: what differs, for the fragment workflow/_conflict.html.

        The form now names the fresh version: pressed again, it replaces that save knowingly.
        """
        changes = [
            {"label": self.fields[name].label, "was": stored, "value": typed}
            for name, (stored, typed) in self.both_texts(fresh).items()
            if stored != typed and name in self.fields
        ]
        data: Any = self.data
        data = data.copy()
        data["version"] = str(fresh.version)
        self.data = data
        return {"changes": changes, "saved_by": "", "saved_at": None}


def said(row: Unit | UnitKind | User, name: str) -> str:
    """A column's value as a reader sees it."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
