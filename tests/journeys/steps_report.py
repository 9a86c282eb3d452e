"""Figures from the registers, frozen, drafted by a worker, mailed, issued, in a leader's hand."""

from collections import Counter

from playwright.sync_api import expect

from tests.faults.mail_server import MailServer
from tests.faults.waiting import await_it
from tests.journeys.person import Person
from tests.journeys.steps_plan import day


def a_unit_reports(officer: Person) -> None:
    """What the registers know is there already; a missing number needs a word."""
    officer.visit("/bao-cao/ky/")
    officer.press("Bắt đầu soạn", within=officer.page.locator("section", has_text="tổng kết năm"))
    if "soan" not in officer.page.url:
        officer.press("Soạn tiếp")
    officer.sees("Sổ của cổng đã biết", "Kính gửi: Ban Thường vụ Đảng ủy xã (qua Ban Xây dựng Đảng)")
    rows = officer.page.locator("section", has_text="Số liệu của đơn vị").locator("tbody tr").all()
    for row in rows[1:]:
        row.locator("input").first.fill("3")
    officer.fill("1. Kết quả nổi bật", "4 bể thu gom, 118 hộ tham gia.")
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.sees_not("Gửi báo cáo")
    officer.press("Soạn tiếp")
    officer.fill("Lý do: Hội viên, đoàn viên tham gia", "Trong kỳ không phát sinh.")
    officer.fill("2. Khó khăn, hạn chế, nguyên nhân", "Kinh phí còn hạn chế.")
    officer.fill("3. Kiến nghị, nhiệm vụ kỳ tới", "Nhân rộng ra hai thôn.")
    officer.tick("Báo cáo bằng văn bản")
    officer.fill("Ngày tổ chức", day(0))
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi báo cáo")
    officer.sees("Phiếu xác nhận đã gửi")


def the_reviewer_takes_it_in_and_freezes(reviewer: Person, mails: MailServer) -> None:
    """The worker draws the draft and mails it to the Ban Xây dựng Đảng, once to each."""
    reviewer.visit("/bao-cao/ky/hang-cho/")
    reviewer.press("Xem báo cáo chờ lâu nhất")
    reviewer.press("Tiếp nhận")
    reviewer.visit("/bao-cao/ky/")
    reviewer.press("Tổng kết năm", within=reviewer.page.locator("main"))
    reviewer.press("Xem trước khi chốt số liệu")
    reviewer.press("Chốt số liệu ngay bây giờ")
    await_it(lambda: len(drafts(mails)) >= 2, within=90, what="the draft has been mailed")
    reviewer.visit("/bao-cao/ky/tai-ve/")
    reviewer.sees("thảo lần 1")
    reviewer.visit("/thu/")
    reviewer.sees("Đã gửi")


def drafts(mails: MailServer) -> Counter[str]:
    """Copies by Message-ID: never more than one of each."""
    assert set(mails.copies().values()) <= {1}
    return mails.copies()


def the_report_is_edited_and_presented(reviewer: Person) -> None:
    open_the_communes_report(reviewer)
    reviewer.press("Soạn nội dung")
    for box in reviewer.page.locator("main textarea").all():
        if not box.input_value():
            box.fill("Nội dung do cán bộ Ban Xây dựng Đảng soạn.")
    reviewer.press("Lưu, lập dự thảo mới")
    expect(reviewer.page.locator("main")).to_contain_text("Đã xong", timeout=90_000)
    reviewer.visit(reviewer.page.url)
    reviewer.press("Trình Ban Thường vụ")
    reviewer.sees("Đã trình Ban Thường vụ")


def open_the_communes_report(person: Person) -> None:
    person.visit("/bao-cao/ky/")
    person.press("Tổng kết năm", within=person.page.locator("main"))
    person.press("Báo cáo của xã", within=person.page.locator("main"))


def the_clerk_issues_it(clerk: Person, mails: MailServer) -> None:
    """With number, date and signer the paper is drawn for good and mailed once to each."""
    before = len(mails.copies())
    open_the_communes_report(clerk)
    clerk.fill("Số, ký hiệu", "57-BC/BXDĐ")
    clerk.fill("Ngày ban hành", day(0))
    clerk.fill("Người ký", "Người ký mẫu")
    clerk.fill("Chức vụ người ký", "Trưởng ban")
    clerk.press("Ban hành", within=clerk.page.locator("main"))
    clerk.sees("57-BC/BXDĐ")
    await_it(lambda: len(drafts(mails)) > before, within=90, what="the issued report has been mailed")


def the_leader_reads_it(leader: Person) -> None:
    """It waits in the leader's tasks until it is opened; the report then says when."""
    leader.visit("/viec-cua-toi/")
    with leader.page.expect_download() as download:
        leader.press("Mở đọc")
        leader.point_at("Mở để đọc (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    open_the_communes_report(leader)
    leader.sees("đọc lúc", "57-BC/BXDĐ")


def the_leader_looks_over_the_year(leader: Person) -> None:
    """Every figure of the dashboard opens the rows behind it."""
    leader.visit("/bao-cao/tong-quan/")
    for link in leader.page.locator("main .figs a").all():
        address = link.get_attribute("href") or ""
        assert leader.status_of(address) == 200
    leader.page.locator("main .figs a").first.click()
    leader.page.wait_for_load_state("load")
    leader.look()
