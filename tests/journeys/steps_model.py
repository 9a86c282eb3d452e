"""A model is registered, shown, appraised, recognised by a decision, and only then public."""

from pathlib import Path

from PIL import Image

from tests.journeys.person import Person
from tests.journeys.steps_plan import YEAR, day

NAME = "Cánh đồng không rác"
EXEMPLAR = "Gia đình mẫu hiến đất làm đường"


def a_photo(folder: Path) -> Path:
    """As a phone takes it: large, with its place and camera in the EXIF."""
    photo = Image.new("RGB", (3000, 2000), "#7c9a5a")
    exif = Image.Exif()
    exif[0x010F] = "Dien thoai"
    photo.save(folder / "anh.jpg", exif=exif, quality=80)
    return folder / "anh.jpg"


def a_unit_registers_a_model(officer: Person) -> None:
    begin(officer, kind="Mô hình", subject="Tập thể", name=NAME)
    officer.fill("Địa bàn thực hiện", "Cánh đồng hai thôn mẫu")
    officer.fill("Đối tượng tham gia", "120 hộ, 40 hội viên")
    officer.fill("Mục tiêu", "Không còn vỏ bao thuốc bảo vệ thực vật trên đồng")
    officer.fill("Kết quả dự kiến đo được", "4 bể thu gom; 120 hộ tham gia")
    officer.fill("Lực lượng tham gia", "Hội viên nông dân, đoàn viên, Nhân dân")
    officer.fill("Bắt đầu", day(-1))
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi đăng ký")
    officer.sees("Phiếu xác nhận đã gửi")


def begin(officer: Person, *, kind: str, subject: str, name: str) -> None:
    officer.visit(f"/mo-hinh/dang-ky/{YEAR}/")
    officer.tick(kind)
    officer.tick(subject)
    officer.fill("Tên", name)
    officer.tick("Kinh tế")
    officer.tick("Nội dung 4")
    officer.press("Tiếp tục")


def and_introduces_an_exemplar(officer: Person) -> None:
    begin(officer, kind="Điển hình", subject="Hộ gia đình", name=EXEMPLAR)
    officer.fill("Địa bàn thực hiện", "Thôn Mẫu 1")
    officer.fill("Việc làm tiêu biểu", "Hiến đất mở rộng đường, vận động các hộ trong ngõ cùng làm.")
    officer.fill("Kết quả", "120 m đường được mở rộng")
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi giới thiệu")
    officer.sees("Phiếu xác nhận đã gửi")


def the_reviewer_takes_them_in_and_confirms_the_list(reviewer: Person) -> None:
    for _ in range(2):
        reviewer.visit("/mo-hinh/hang-cho/")
        reviewer.press("Xem đăng ký chờ lâu nhất")
        reviewer.press("Tiếp nhận")
    reviewer.visit(f"/mo-hinh/danh-muc/{YEAR}/xac-nhan/")
    reviewer.fill("Số, ký hiệu thông báo", "12-TB/BXDĐ")
    reviewer.fill("Ngày thông báo", day(0))
    reviewer.press("Xác nhận danh mục")
    reviewer.sees(NAME, EXEMPLAR, "12-TB/BXDĐ")


def the_unit_shows_what_it_has_done(officer: Person, folder: Path) -> None:
    """Progress with a photo; then the dossier and the points that the unit proposes."""
    officer.visit("/mo-hinh/")
    officer.press(NAME)
    officer.press("Cập nhật tiến độ")
    officer.fill("Đã làm được", "Đã xây 4 bể thu gom, 118 hộ ký cam kết.")
    officer.press("Lưu", within=officer.page.locator("main form"))
    officer.press("Thêm ảnh, tệp PDF", within=officer.page.locator("main"))
    officer.sees("Không tải lên tài liệu mật")
    officer.page.locator("main input[type=file]").set_input_files(a_photo(folder))
    officer.fill("Nội dung", "Bể thu gom ở đầu đồng")
    officer.tick("Không")
    officer.press("Tải lên")
    officer.sees("Bể thu gom ở đầu đồng")


def the_unit_proposes_points(officer: Person, name: str) -> None:
    officer.visit("/mo-hinh/")
    officer.press(name)
    officer.press("Hoàn thiện hồ sơ, tự chấm")
    for box in officer.page.locator("main textarea").all():
        name_of_box = box.get_attribute("name") or ""
        if not box.input_value() and "comment" not in name_of_box and "reason" not in name_of_box:
            box.fill("4 bể thu gom, 118 hộ tham gia, 2 thôn khác đến học.")
    fill_every_point(officer)
    officer.press("Lưu, kiểm tra trước khi gửi")
    officer.press("Gửi hồ sơ, điểm tự chấm")


def fill_every_point(person: Person) -> None:
    """Every condition met, and for each criterion its most points, as its hint says them."""
    for box in person.page.locator("main input[name*=gate_][value=yes]").all():
        box.check()
    for box in person.page.locator("main input[name*=points_]").all():
        hint = person.page.locator(f"#{box.get_attribute('id')}_helptext").inner_text()
        box.fill(hint.split("Tối đa ")[1].split(" điểm")[0])


def the_reviewer_appraises(reviewer: Person, name: str) -> None:
    """A point that differs from the proposal needs a reason."""
    reviewer.visit("/mo-hinh/tham-dinh/")
    reviewer.press(name, within=reviewer.page.locator("main"))
    reviewer.press("Chấm điểm thẩm định")
    fill_every_point(reviewer)
    first = reviewer.page.locator("main input[name*=points_]").first
    first.fill("4")
    reviewer.press("Lưu điểm, sang kết quả thẩm định")
    reviewer.sees("cần ghi lý do")
    reviewer.page.locator("main [name*=reason_]").first.fill("Đăng ký sau hạn nội bộ một ngày.")
    reviewer.press("Lưu điểm, sang kết quả thẩm định")
    reviewer.tick("Đề nghị công nhận")
    reviewer.fill("Lý do", "Đạt các mục tiêu đã đăng ký, có minh chứng.")
    reviewer.press("Ghi kết quả")
    reviewer.sees("Đề nghị công nhận")


def the_clerk_enters_the_decision(clerk: Person, visitor: Person) -> None:
    """Before the decision nothing is public; afterwards name, unit, sector and result are."""
    visitor.visit("/")
    visitor.sees_not(NAME)
    clerk.visit(f"/mo-hinh/cong-nhan/{YEAR}/")
    clerk.fill("Số, ký hiệu quyết định", "125-QĐ/ĐU")
    clerk.fill("Ngày quyết định", day(0))
    clerk.fill("Người ký", "Người ký mẫu")
    clerk.fill("Chức vụ người ký", "T/M Ban Thường vụ, Phó Bí thư Thường trực")
    for box in clerk.page.locator("main input[name=recognised]").all():
        box.check()
    clerk.press("Ghi quyết định")
    visitor.visit("/")
    visitor.sees(NAME, "Hội Nông dân xã", "Kinh tế")
    visitor.press(NAME)
    visitor.sees("4 bể thu gom")
