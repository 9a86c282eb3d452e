"""Fields of a `Versioned.snapshot()`."""

from datetime import date

from django.db import models


def described(row: models.Model, name: str, group: str) -> dict[str, str]:
    """One field of a snapshot: its label and its value as a person reads it."""
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain fields
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, date):
        value = f"{value:%d/%m/%Y}"
    return {
        "label": label[:1].upper() + label[1:],
        "value": "" if value is None else str(value),
        "group": group,
    }
