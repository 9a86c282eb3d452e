"""A person at a browser. Every page they come to is looked at: axe, width, words, no errors."""

import re
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Response, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PASSWORD = "mat-khau-trinh-dien-2026"
PATIENCE_MS = 8_000
FOREIGN = re.compile(r"\b(None|True|False|Submit|undefined|NaN)\b|\{\{|2\.0\d\d\b")

CURRENT_ENTRY_HIDDEN = """() => [...document.querySelectorAll(".main-nav [aria-current]")].some((entry) => {
    const place = entry.getBoundingClientRect();
    return place.left < 0 || place.right > document.documentElement.clientWidth;
})"""

_axe = Axe()


class Person:
    """Signed in under `username`; buttons and fields are found by the words on them."""

    def __init__(self, browser: Browser, port: int, username: str, *, width: int, folder: Path) -> None:
        self.username, self.width, self.folder = username, width, folder
        self.context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}",
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("response", self._see_answer)
        self.troubles: list[str] = []
        self.findings: list[str] = []
        self.looked_at: set[tuple[str, str]] = set()
        if username:
            self.sign_in()

    # What a person does

    def sign_in(self, password: str = PASSWORD) -> None:
        self.visit("/tai-khoan/dang-nhap/")
        self.fill("Tên đăng nhập", self.username)
        self.fill("Mật khẩu", password)
        self.press("Đăng nhập")

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str, *, within: Locator | None = None, nth: int = 0) -> None:
        """Press a button or follow a link that leads on, and look at where it leads."""
        try:
            with self.page.expect_navigation(wait_until="load", timeout=2 * PATIENCE_MS):
                self.point_at(name, within=within, nth=nth).click()
        except PlaywrightTimeout:
            self.lose_the_way(f"nothing to press called “{name}”")
        self.look()

    def touch(self, name: str) -> None:
        """Press a button that stays on the page, as “Thêm dòng” does with scripts."""
        self.point_at(name).click()

    def point_at(self, name: str, *, within: Locator | None = None, nth: int = 0) -> Locator:
        place = within or self.page.locator("body")
        wanted = re.compile(rf"^\s*{re.escape(name)}")
        return place.get_by_role("button", name=wanted).or_(place.get_by_role("link", name=wanted)).nth(nth)

    def fill(self, label: str, text: str, *, within: Locator | None = None, nth: int = 0) -> None:
        try:
            self.field(label, within=within, nth=nth).fill(text)
        except PlaywrightTimeout:
            self.lose_the_way(f"no field called “{label}”")

    def choose(self, label: str, option: str, *, within: Locator | None = None, nth: int = 0) -> None:
        self.field(label, within=within, nth=nth).select_option(label=option)

    def tick(self, label: str, *, within: Locator | None = None, nth: int = 0) -> None:
        self.field(label, within=within, nth=nth).check()

    def field(self, label: str, *, within: Locator | None = None, nth: int = 0) -> Locator:
        place = within or self.page.locator("main")
        return place.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).nth(nth)

    def todo(self, title: str) -> Locator:
        """The row of “Việc của tôi” with that title."""
        return self.page.locator(".tasks li", has_text=title)

    def act_as(self, post: str) -> None:
        """Choose another of one's posts in the header."""
        self.page.locator(".acting select").select_option(label=post)
        if (button := self.page.locator(".acting button")).is_visible():
            button.click()
        self.page.wait_for_url("**/viec-cua-toi/")
        self.look()

    # What a person sees

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def status_of(self, path: str) -> int:
        """The answer to an address typed in, without looking at the page."""
        answer = self.context.request.get(path, max_redirects=0)
        return answer.status

    def look(self) -> None:
        """Note what is wrong with the page; axe once for each kind of page, person and width."""
        assert not self.troubles, self.troubles
        kind = re.sub(r"\d+", "N", urlsplit(self.page.url).path)
        if foreign := FOREIGN.search(self.page.locator("body").inner_text()):
            self.findings.append(f"{kind} as {self.username}: “{foreign[0]}”")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.findings.append(f"{kind} as {self.username}: {wide} px wide on {self.width}")
        if self.page.evaluate(CURRENT_ENTRY_HIDDEN):
            self.findings.append(f"{kind} as {self.username}: the navigation hides where one is")
        if (kind, self.username) not in self.looked_at:
            self.looked_at.add((kind, self.username))
            for violation in _axe.run(self.page).response["violations"]:
                nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                self.findings.append(f"{kind} as {self.username}: {violation['help']}: {nodes}")

    def lose_the_way(self, why: str) -> NoReturn:
        text = self.page.locator("body").inner_text()
        raise AssertionError(f"{text[:3000]}\n{self.username} at {self.page.url}: {why}") from None

    def leave_a_picture(self) -> None:
        self.page.screenshot(path=self.folder / f"{self.username or 'visitor'}.png", full_page=True)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser itself reports each answer of 4xx; those that matter are asserted on the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(message.text)

    def _see_answer(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")
