"""Follows every link that a post finds, as far as a bound, and says what is wrong with the pages."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve

DEPTH = 3
MOST_PAGES = 300
# Pages of one kind say the same of each thing: so many of them for one post.
OF_ONE_KIND = 3
SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")

NOT_FOR_PEOPLE = (
    (re.compile(r"\{\{|\{%|%\}|\}\}"), "tag of a template"),
    (re.compile(r"\b(None|True|False|Error|Submit|draft|null|undefined|nan)\b"), "word of the machine"),
    (re.compile(r"\b2\.02\d\b"), "year with a thousands separator"),
    (re.compile(r"\b[Bb]ạn\b"), "someone addressed as “bạn”"),
    (re.compile(r"Dân vận khéo\"|\"Dân vận khéo|'Dân vận khéo"), "straight quotes"),
)


class Page(HTMLParser):
    """What stands on a page, and where one can go from it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.shown: list[str] = []
        self.headings, self.title = 0, ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "img" and "src" in values:
            self.links.append(values["src"])
        self.shown += [values[name] for name in SHOWN_ATTRIBUTES if name in values]
        if tag in {"script", "style", "title", "textarea"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.title += data.strip()
        if not {"script", "style"} & {*self._inside}:
            self.shown.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.shown).split())


@dataclass
class Walk:
    """One post's way through the portal. `faults` are sentences for the one who mends."""

    client: Client
    start: str = "/"
    visited: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def go(self) -> "Walk":
        kinds: Counter[str] = Counter()
        waiting = deque([(self.start, "", 0)])
        while waiting and len(self.visited) < MOST_PAGES:
            url, origin, depth = waiting.popleft()
            kind = kind_of(url)
            if url in self.visited or kinds[kind] >= OF_ONE_KIND:
                continue
            kinds[kind] += 1
            self.visited[url] = kind
            links = self.look_at(url, origin)
            if depth < DEPTH:
                waiting += [(link, url, depth + 1) for link in links]
        return self

    def look_at(self, url: str, origin: str) -> list[str]:
        response = self.client.get(url)
        if response.status_code in {301, 302}:
            return list(same_site([response["Location"]], base=url))
        if response.status_code != 200:
            self.faults.append(f"{response.status_code} at {url}, from {origin}")
            return []
        html = html_of(response)
        return self.read(url, html) if html else []

    def read(self, url: str, html: str) -> list[str]:
        page = Page(html)
        if page.headings != 1:
            self.faults.append(f"{page.headings} first headings at {url}")
        if not page.title:
            self.faults.append(f"no title at {url}")
        for pattern, what in NOT_FOR_PEOPLE:
            if found := pattern.search(page.text):
                around = page.text[max(found.start() - 40, 0) : found.end() + 30]
                self.faults.append(f"{what} at {url}: …{around}…")
        return list(same_site(page.links, base=url))


def html_of(response: HttpResponseBase) -> str:
    """The page's source; of a file only that it can be read to its end."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    return content.decode() if response["Content-Type"].startswith("text/html") else ""


def same_site(links: list[str], *, base: str) -> list[str]:
    """Addresses of this portal, without the place on the page; the sheets and icons are not pages."""
    urls = [urlsplit(urldefrag(urljoin(f"http://testserver{base}", link)).url) for link in links]
    here = [url for url in urls if url.netloc == "testserver" and url.scheme == "http"]
    paths = [f"{url.path}?{url.query}" if url.query else url.path for url in here]
    return [path for path in dict.fromkeys(paths) if not path.startswith("/static/")]


def kind_of(url: str) -> str:
    path, _, query = url.partition("?")
    try:
        name = resolve(path).view_name
    except Exception:
        return f"unknown {path}"
    return f"{name}?" if query else name
