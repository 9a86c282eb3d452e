"""The life-cycles as the office reads them, written from `MOVES`, so that they cannot lie."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings

from hoaxa_danvan.workflow.models import Stateful

PAGE = settings.BASE_DIR / "docs" / "states.md"


def stateful_models() -> list[type[Stateful]]:
    return [model for model in apps.get_models() if issubclass(model, Stateful)]


def states_page() -> str:
    """docs/states.md: per model its states and a table of its moves."""
    lines = ["# Trạng thái", "", "Viết ra từ mã nguồn bằng `manage.py write_states`; không sửa tay.", ""]
    for model in stateful_models():
        lines += [*_life_of(model), ""]
    return "\n".join(lines)


def _life_of(model: type[Stateful]) -> Iterator[str]:
    name = str(model._meta.verbose_name)
    labels = dict(model.Status.choices)
    yield f"## {name[:1].upper()}{name[1:]} (`{model.__name__}`)"
    yield ""
    yield f"Các trạng thái: {' · '.join(str(label) for label in labels.values())}"
    yield ""
    yield "| Việc | Từ | Sang | Cần ghi ý kiến |"
    yield "|---|---|---|---|"
    for move in model.MOVES:
        sources = ", ".join(str(labels[code]) for code in labels if code in move.sources)
        needs = "có" if move.needs_note else ""
        yield f"| {move.label} (`{move.verb}`) | {sources} | {labels[move.target]} | {needs} |"
