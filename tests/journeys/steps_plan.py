"""The year opens and a unit's annual plan goes its way."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.person import Person

TODAY = timezone.localdate()
YEAR = TODAY.year
PAPER = f"Hướng dẫn số 01-HD/BXDĐ ngày 05/01/{YEAR}"
WHAT = "Nhân rộng mô hình “Cánh đồng không rác” tại 2 thôn"


def day(offset: int) -> str:
    return f"{TODAY + timedelta(days=offset):%d/%m/%Y}"


def the_plan_is_there(administrator: Person) -> None:
    """Imported from its own text when the portal was set up; the same text again changes nothing."""
    administrator.visit("/ke-hoach/giai-doan/nhap/")
    administrator.field("Tệp văn bản của kế hoạch").set_input_files(
        "campaigns/defaults/ke-hoach-dan-van-kheo-2025-2030.txt"
    )
    administrator.press("Xem trước")
    administrator.sees("Mọi dòng của văn bản đều được nhận ra.", "31-QĐ/ĐU")
    administrator.press("Lưu kế hoạch")
    administrator.sees("Nội dung 7", "Trung tâm Văn hóa - Thông tin và Thể thao xã")


def the_issued_password_is_changed_first(newcomer: Person) -> None:
    newcomer.sees("Đổi mật khẩu")
    newcomer.visit("/ke-hoach/")
    newcomer.sees("Đổi mật khẩu")


def the_year_opens(reviewer: Person) -> None:
    """The criteria first, then theme and dates with the paper that fixes them."""
    for rubric in (1, 2, 3):
        reviewer.visit(f"/tieu-chi/{rubric}/")
        reviewer.sees("Bản mẫu, chưa phải quyết định của xã")
        reviewer.press("Công bố")
    reviewer.visit("/ke-hoach/nam/")
    reviewer.fill("Năm", str(YEAR))
    reviewer.press("Chuẩn bị")
    reviewer.fill("Chủ đề năm của xã", "Chủ đề mẫu: gần dân, trọng dân")
    for row in reviewer.page.locator("fieldset.row-form").all():
        reviewer.fill("Nhận từ ngày", day(-1), within=row)
        reviewer.fill("Hạn gửi", day(5), within=row)
        reviewer.fill("Ngừng nhận sau ngày", day(15), within=row)
        reviewer.fill("Văn bản quy định hạn", PAPER, within=row)
    reviewer.press("Lưu")
    reviewer.press("Mở năm")
    reviewer.press(f"Mở năm {YEAR}")
    reviewer.sees(f"Đã mở năm {YEAR}.")
    reviewer.press("Theo dõi gửi, nhắc việc")
    reviewer.sees("Hội Nông dân xã")


def a_unit_sends_its_plan(officer: Person) -> None:
    """Typed on the page, kept while it is typed, checked, sent; the receipt says when."""
    officer.visit("/viec-cua-toi/")
    officer.press("Bắt đầu soạn", within=officer.todo(f"Kế hoạch năm {YEAR}"))
    officer.press("Bắt đầu soạn")
    officer.sees_not("Thêm việc làm vào nội dung 3")  # not theirs by the commune's plan
    officer.touch("Thêm việc làm vào nội dung 4")
    officer.fill("Nhiệm vụ, việc làm cụ thể", WHAT)
    officer.page.keyboard.press("Tab")
    expect(officer.page.locator("[data-autosave-status]")).to_contain_text("Đã lưu lúc")
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.sees("chưa ghi người phụ trách")
    officer.press("Soạn tiếp")
    officer.fill("Sản phẩm", "Bể thu gom, biên bản ra mắt")
    officer.fill("Chỉ tiêu (số)", "2")
    officer.fill("Đơn vị tính", "thôn")
    officer.fill("Hoàn thành trước ngày", f"30/09/{YEAR}")
    officer.fill("Người phụ trách", "Phó Chủ tịch Hội")
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi kế hoạch")
    officer.sees("Phiếu xác nhận đã gửi")


def the_reviewer_asks_to_complete_it(reviewer: Person) -> None:
    reviewer.visit("/ke-hoach/hang-cho/")
    reviewer.press("Xem kế hoạch chờ lâu nhất")
    reviewer.sees(WHAT)
    reviewer.press("Ghi ý kiến về Hoàn thành trước")
    reviewer.fill("Ý kiến về ô này", "Đề nghị hoàn thành trước kỳ kiểm tra, khảo sát (tháng 8).")
    reviewer.press("Ghim ý kiến")
    reviewer.press("Đề nghị bổ sung (1 ý kiến)")


def the_unit_answers_and_sends_again(officer: Person) -> None:
    officer.visit("/viec-cua-toi/")
    officer.press("Xem ý kiến, bổ sung")
    officer.sees("Đề nghị hoàn thành trước kỳ kiểm tra")
    officer.fill("Tiếp thu, giải trình ý kiến này", "Đơn vị tiếp thu, lùi thời hạn về 31/7.")
    officer.press("Lưu trả lời")
    officer.press("Soạn tiếp")
    officer.fill("Hoàn thành trước ngày", f"31/07/{YEAR}")
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi")
    officer.sees("Phiếu xác nhận đã gửi")


def the_reviewer_takes_it_in(reviewer: Person) -> None:
    """What changed since the last sending is marked in the text."""
    reviewer.visit("/ke-hoach/hang-cho/")
    reviewer.press("Xem kế hoạch chờ lâu nhất")
    expect(reviewer.page.locator("ins").first).to_contain_text(f"31/07/{YEAR}")
    reviewer.sees("Đơn vị tiếp thu")
    reviewer.press("Tiếp nhận")
    reviewer.visit("/ke-hoach/")
    reviewer.sees("Đã tiếp nhận")


def the_plan_becomes_a_pdf(officer: Person) -> None:
    officer.visit("/ke-hoach/")
    officer.press("Hội Nông dân xã", within=officer.page.locator("main"))
    officer.press("Bản kế hoạch (PDF, Word)")
    expect(officer.page.locator("main")).to_contain_text("Đã xong", timeout=60_000)
    officer.visit(officer.page.url)
    with officer.page.expect_download() as download:
        officer.point_at("Tải bản PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")


def a_peer_gets_remarks_and_no_return(peer: Person, reviewer: Person) -> None:
    peer.visit("/viec-cua-toi/")
    peer.press("Bắt đầu soạn", within=peer.todo(f"Kế hoạch năm {YEAR}"))
    peer.press("Bắt đầu soạn")
    peer.touch("Thêm việc làm vào nội dung 5")
    peer.fill("Nhiệm vụ, việc làm cụ thể", "Giới thiệu mô hình trên hệ thống truyền thanh")
    peer.fill("Sản phẩm", "Tin, bài hằng tháng")
    peer.fill("Hoàn thành trước ngày", f"20/12/{YEAR}")
    peer.fill("Người phụ trách", "Ủy viên Thường trực")
    peer.press("Lưu, kiểm tra trước khi gửi")
    peer.press("Gửi kế hoạch")
    reviewer.visit("/ke-hoach/hang-cho/")
    reviewer.press("Xem kế hoạch chờ lâu nhất")
    reviewer.sees_not("Đề nghị bổ sung")
    reviewer.press("Tiếp nhận")
