"""The forms that a page shows, read as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def data(self) -> dict[str, list[str]]:
        """What pressing its button sends."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return sent


class FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(PageForm(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1].fields.append((given["name"], given.get("value", "")))


def forms_of(response) -> list[PageForm]:
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.forms


def form_to(response, action: str) -> PageForm:
    return next(form for form in forms_of(response) if form.action == action)
