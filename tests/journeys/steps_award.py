"""The award round: dossiers, independent marks, the council's vote, the decision, publication."""

from playwright.sync_api import expect

from tests.journeys.person import Person
from tests.journeys.steps_model import NAME, fill_every_point
from tests.journeys.steps_plan import YEAR, day

ROUND = "/khen-thuong/1/"


def the_round_is_prepared_and_opened(reviewer: Person) -> None:
    reviewer.visit("/khen-thuong/")
    reviewer.press("Chuẩn bị đợt xét")
    reviewer.choose("Năm", f"Năm {YEAR}")
    reviewer.fill("Tên đợt xét", f"Xét chọn mô hình, điển hình “Dân vận khéo” năm {YEAR}")
    reviewer.press("Chuẩn bị", within=reviewer.page.locator("main"))
    for box in reviewer.page.locator("main input[type=checkbox][name=rubrics], main input[name=panel]").all():
        box.check()
    reviewer.fill("Quy định áp dụng", "Quy chế làm việc của Hội đồng (mẫu)")
    reviewer.press("Lưu")
    reviewer.press("Mở nhận hồ sơ")


def the_unit_sends_its_dossier(officer: Person) -> None:
    officer.visit(ROUND)
    officer.press("Lập hồ sơ")
    officer.tick("Giấy khen của Chủ tịch UBND xã")
    officer.press("Lập hồ sơ", within=officer.page.locator("main"))
    officer.sees("4 bể thu gom")  # nothing is typed twice
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.page.locator("main input[type=checkbox]").check()  # the pledge
    officer.press("Gửi hồ sơ")
    officer.sees("Phiếu xác nhận đã gửi")


def the_reviewer_takes_it_in_and_the_marking_begins(reviewer: Person) -> None:
    reviewer.visit("/khen-thuong/hang-cho/")
    reviewer.press("Xem hồ sơ chờ lâu nhất")
    reviewer.press("Tiếp nhận")
    reviewer.visit(ROUND)
    reviewer.fill("Lý do kết thúc sớm", "Các đơn vị đã gửi đủ hồ sơ.")
    reviewer.press("Kết thúc nhận hồ sơ, chuyển thẩm định")


def each_member_marks_alone(first: Person, second: Person) -> None:
    for member in (first, second):
        member.visit(f"{ROUND}cham/")
        member.press("Chấm")
        fill_every_point(member)
        if member is second:
            member.page.locator("main input[name*=points_]").first.fill("4,5")
        member.press("Chốt phiếu")
    assert first.status_of(f"{ROUND}thu-tu/") in {403, 404}  # before the marking is closed


def the_council_meets(reviewer: Person, secretary: Person) -> None:
    reviewer.visit(ROUND)
    reviewer.press("Kết thúc chấm, chuyển Hội đồng")
    secretary.visit(f"{ROUND}thu-tu/")
    secretary.sees("99,75")  # (100 + 99,5) / 2
    secretary.visit(f"{ROUND}phien-hop/ghi/")
    secretary.fill("Ngày họp", day(0))
    secretary.fill("Giờ họp", "00:00")
    secretary.fill("Địa điểm", "Phòng họp Đảng ủy xã")
    secretary.page.locator("main select[name$=chaired_by]").select_option(index=1)
    secretary.fill("Kết luận của chủ trì", "Thống nhất trình Ban Thường vụ.")
    secretary.press("Lưu, ghi biểu quyết")
    eligible = secretary.page.locator("fieldset.row-form b").first.inner_text()
    secretary.fill("Đồng ý", eligible)
    secretary.fill("Không đồng ý", "0")
    secretary.press("Lưu kết quả biểu quyết")
    secretary.sees("100,0%")


def the_board_is_asked_and_answers(reviewer: Person, leader: Person) -> None:
    reviewer.visit(f"{ROUND}to-trinh/")
    reviewer.fill("Số tờ trình", "05-TTr/HĐTĐKT")
    reviewer.fill("Ngày tờ trình", day(0))
    reviewer.press("Trình Ban Thường vụ")
    leader.visit(f"{ROUND}y-kien-ban-thuong-vu/")
    leader.tick("Đồng ý")
    leader.fill("Ngày họp Ban Thường vụ", day(0))
    leader.fill("Số thông báo, kết luận", "210-TB/ĐU")
    leader.press("Ghi ý kiến")


def nothing_shows_before_it_is_published(officer: Person, clerk: Person, reviewer: Person) -> None:
    """The state's decision is entered when it comes; then everything shows at once."""
    assert officer.status_of(f"{ROUND}ket-qua/") in {403, 404}
    clerk.visit(f"{ROUND}quyet-dinh/state/")
    clerk.fill("Số quyết định", f"310/QĐ-UBND-{YEAR}")
    clerk.fill("Ngày quyết định", day(0))
    clerk.fill("Người ký", "Người ký mẫu")
    clerk.fill("Chức vụ người ký", "Chủ tịch UBND xã")
    clerk.press("Lưu quyết định")
    assert officer.status_of(f"{ROUND}ket-qua/") in {403, 404}
    reviewer.visit(ROUND)
    reviewer.press("Công bố kết quả")
    officer.visit(f"{ROUND}ket-qua/")
    officer.sees(f"310/QĐ-UBND-{YEAR}", "Giấy khen của Chủ tịch UBND xã")
    officer.visit("/mo-hinh/")
    officer.press(NAME)
    expect(officer.page.locator("main")).to_contain_text("Giấy khen")
