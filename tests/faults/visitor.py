"""A person at a browser: cookies, forms as they stand on the page, and how long each answer took."""

from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import monotonic
from urllib.parse import urlencode

from django.test import Client

from hoaxa_danvan.accounts.models import Appointment

Attributes = list[tuple[str, str | None]]
PRESSED = {"submit", "button", "reset", "image", "file"}


class FormReader(HTMLParser):
    """The forms of a page by their action, each with what a browser would send of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.fields: dict[str, str] = {}
        self.select = self.textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.fields = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and name and given.get("type") not in PRESSED:
            is_box = given.get("type") in {"radio", "checkbox"}
            if not is_box or "checked" in given:
                self.fields[name] = given.get("value", "on" if is_box else "")
        elif tag == "select":
            self.select = "" if "multiple" in given else name
        elif tag == "option" and self.select:
            if "selected" in given or self.select not in self.fields:
                self.fields[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The line break after the tag belongs to the page, not to the text.
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n")
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea] += data


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    location: str
    seconds: float


class Visitor:
    """Signed in at a post. A connection of its own for each request, as over a poor line."""

    def __init__(self, post: Appointment, *, port: int, patience: float = 60) -> None:
        client = Client()
        client.force_login(post.person)
        session = client.session
        session["acting"] = post.pk
        session.save()
        self.cookies = {"sessionid": client.cookies["sessionid"].value}
        self.port = port
        self.patience = patience

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def press(self, page: Answer, action: str, **typed: str) -> Answer:
        """Send the form of the page that goes to `action`, with what the person typed into it."""
        return self._ask("POST", action, urlencode(FormReader(page.text).forms[action] | typed))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, text, response.headers.get("Location", ""), monotonic() - began)
