"""More papers of the commune for Word and Excel: each shows what the others lack. Posts for names."""

from collections.abc import Callable
from datetime import date

from hoaxa_danvan.documents.paper import (
    Appendix,
    Certificate,
    Certificates,
    Column,
    Paper,
    Paragraph,
    Printable,
    Section,
    Signature,
    Table,
)
from tests.documents.samples import FIELDS, SAMPLES, cell_plan

LOOK_UP = "https://danvankheo.hoaxa.example/tra-cuu/7KQ2M9XD/"

LATE_UNITS = Table(
    columns=(
        Column("TT", "center", width_mm=12),
        Column("Đơn vị"),
        Column("Việc chưa gửi", width_mm=60),
        Column("Hạn", "center", width_mm=26),
    ),
    rows=(
        ("1", "Chi bộ thôn Mẫu 3", "Kế hoạch năm 2026", "28/02/2026"),
        ("2", "Hội Khuyến học xã", "Kế hoạch năm 2026", "28/02/2026"),
    ),
)

VOTES = Table(
    caption="Kết quả bỏ phiếu",
    columns=(
        Column("TT", "center", width_mm=11),
        Column("Đối tượng", width_mm=52),
        Column("Phát ra", "center", group="Số phiếu"),
        Column("Thu về", "center", group="Số phiếu"),
        Column("Hợp lệ", "center", group="Số phiếu"),
        Column("Đồng ý", "center"),
        Column("Tỷ lệ", "center", width_mm=34),
    ),
    rows=tuple(
        (str(n), f"Mô hình “Đường hoa” thôn Mẫu {n}", "9", "9", "9", str(9 - n % 3), f"{9 - n % 3}/9")
        for n in range(1, 6)
    ),
)

AWARDED = Table(
    columns=(
        Column("TT", "center", width_mm=12),
        Column("Tập thể, cá nhân", width_mm=70),
        Column("Chức vụ, đơn vị", width_mm=60),
        Column("Thành tích"),
        Column("Mức thưởng (đồng)", "right", width_mm=30),
    ),
    rows=tuple(
        (
            str(n),
            f"Chi bộ thôn Mẫu {n}",
            "Đảng bộ xã Hòa Xá",
            f"Có thành tích xuất sắc trong lĩnh vực {FIELDS[n % 4].lower()}, vận động {20 + n} hộ tham gia",
            "1.170.000",
        )
        for n in range(1, 25)
    ),
    total=("", "Tổng", "", "", "28.080.000"),
)


def urging_letter(**changes: object) -> Paper:
    """A công văn: no kind, its matter under the number, urgent, to several units."""
    return cell_plan(
        **{
            "parent_line": "ĐẢNG ỦY XÃ HÒA XÁ",
            "issuer_line": "BAN XÂY DỰNG ĐẢNG",
            "issuing_body": "Ban Xây dựng Đảng Đảng ủy xã Hòa Xá",
            "date": date(2026, 3, 5),
            "number": "17-CV/BXDĐ",
            "kind": "",
            "title": "đôn đốc gửi kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026",
            "urgency": "Khẩn",
            "addressees": ("Chi ủy chi bộ thôn Mẫu 3", "Ban Chấp hành Hội Khuyến học xã"),
            "body": (
                Paragraph(
                    "Thực hiện Quyết định số 31-QĐ/ĐU, ngày 27/8/2025 và Kế hoạch số 05/KH-UBND của xã, đến ngày "
                    "05/3/2026 còn các đơn vị sau chưa gửi kế hoạch:"
                ),
                LATE_UNITS,
                Paragraph(
                    "Đề nghị các đơn vị gửi kế hoạch về Ban Xây dựng Đảng trước ngày 12/3/2026. Trân trọng./."
                ),
            ),
            "signature": Signature("TRƯỞNG BAN", "Trưởng Ban Xây dựng Đảng"),
            "recipients": ("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Lưu Ban Xây dựng Đảng"),
            "draft": None,
            "verify_url": LOOK_UP,
            **changes,
        }
    )


def minutes(**changes: object) -> Paper:
    """Minutes: no number, a secretary signs at the left."""
    return cell_plan(
        **{
            "parent_line": "ĐẢNG ỦY XÃ HÒA XÁ",
            "issuer_line": "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
            "issuing_body": "Hội đồng Thi đua - Khen thưởng Đảng bộ xã Hòa Xá",
            "date": date(2026, 11, 20),
            "is_numbered": False,
            "symbol": "",
            "kind": "BIÊN BẢN",
            "title": "họp xét khen thưởng phong trào thi đua “Dân vận khéo” năm 2026",
            "body": (
                Section(2, "1. Thời gian, địa điểm"),
                Paragraph("Từ 14 giờ 00, ngày 20 tháng 11 năm 2026, tại phòng họp Đảng ủy xã."),
                Section(2, "2. Kết quả"),
                VOTES,
                Paragraph("Biên bản được thông qua trước cuộc họp; 9/9 (100,0%) thành viên nhất trí."),
            ),
            "signature": Signature("CHỦ TỌA", "Chủ tịch Hội đồng"),
            "co_signers": (Signature("THƯ KÝ", "Thư ký Hội đồng"),),
            "recipients": (),
            "draft": None,
            **changes,
        }
    )


def decision(**changes: object) -> Paper:
    """A decision with its landscape list, issued and to be looked up."""
    return cell_plan(
        **{
            "parent_line": "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
            "issuer_line": "ĐẢNG ỦY XÃ HÒA XÁ",
            "issuing_body": "Ban Thường vụ Đảng ủy xã Hòa Xá",
            "date": date(2026, 12, 1),
            "number": "46-QĐ/ĐU",
            "kind": "QUYẾT ĐỊNH",
            "title": "khen thưởng tập thể, cá nhân có thành tích trong phong trào thi đua “Dân vận khéo” năm 2026",
            "body": (
                Paragraph("Căn cứ Điều lệ Đảng;", "basis"),
                Paragraph("Xét đề nghị của Hội đồng Thi đua - Khen thưởng Đảng bộ xã,", "basis"),
                Section(0, "Ban Thường vụ Đảng ủy quyết định"),
                Paragraph("Điều 1. Tặng Giấy khen cho 24 tập thể (danh sách kèm theo)."),
                Paragraph("Điều 2. Tiền thưởng trích từ nguồn khen thưởng của Đảng ủy xã."),
                Paragraph("Điều 3. Các cơ quan, đơn vị và tập thể có tên thi hành Quyết định này./."),
            ),
            "signature": Signature("BÍ THƯ", "Bí thư Đảng ủy", "T/M BAN THƯỜNG VỤ"),
            "recipients": ("Như Điều 3", "Lưu Văn phòng Đảng ủy"),
            "appendices": (Appendix("Danh sách khen thưởng", (AWARDED,), landscape=True),),
            "draft": None,
            "verify_url": LOOK_UP,
            **changes,
        }
    )


def certificates(**changes: object) -> Certificates:
    """Two giấy khen by that decision."""
    return Certificates(
        **{
            "profile": "party",
            "issuer_line": "BAN THƯỜNG VỤ ĐẢNG ỦY XÃ HÒA XÁ",
            "kind": "GIẤY KHEN",
            "action": "TẶNG",
            "decision": "Quyết định số 46-QĐ/ĐU, ngày 01/12/2026 của Ban Thường vụ Đảng ủy xã Hòa Xá",
            "sheets": tuple(
                Certificate(
                    f"Chi bộ thôn Mẫu {n}",
                    "Có thành tích xuất sắc trong phong trào thi đua “Dân vận khéo” năm 2026",
                    ("Đảng bộ xã Hòa Xá",),
                    f"Vào sổ số {n:02}",
                )
                for n in (1, 2)
            ),
            "signature": Signature("BÍ THƯ", "Bí thư Đảng ủy", "T/M BAN THƯỜNG VỤ"),
            "place": "Hòa Xá",
            "date": date(2026, 12, 1),
            **changes,
        }  # type: ignore[arg-type]  # one mapping for fields of several types
    )


PAPERS = {**SAMPLES, "cong-van": urging_letter, "bien-ban": minutes, "quyet-dinh": decision}
PRINTABLES: dict[str, Callable[..., Printable]] = {**PAPERS, "giay-khen": certificates}
