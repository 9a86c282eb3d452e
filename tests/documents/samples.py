"""Papers as the commune would send them: whole, with invented figures and posts for names."""

from datetime import date

from hoaxa_danvan.documents.paper import (
    Appendix,
    Bar,
    Bullets,
    Certificate,
    Certificates,
    Chart,
    Column,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)

FIELDS = ("Kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh", "Xây dựng hệ thống chính trị")

UNITS_BY_KIND = Table(
    caption="Bảng 1. Kế hoạch năm 2026 của các cơ quan, đơn vị",
    columns=(
        Column("Khối", width_mm=48),
        Column("Số đơn vị", "center"),
        Column("Đã gửi kế hoạch", "center"),
        Column("Đúng hạn", "center"),
        Column("Có mô hình", "center"),
        Column("Tỷ lệ có mô hình", "center", width_mm=34),
    ),
    rows=(
        ("Cấp ủy trực thuộc", "28", "27", "25", "26", "26/28 (92,9%)"),
        ("Cơ quan nhà nước", "4", "4", "4", "4", "4/4 (100,0%)"),
        ("Phòng, ban, đơn vị", "14", "13", "11", "12", "12/14 (85,7%)"),
        ("Mặt trận Tổ quốc", "1", "1", "1", "1", "1/1 (100,0%)"),
        ("Tổ chức chính trị - xã hội", "5", "5", "5", "5", "5/5 (100,0%)"),
        ("Hội quần chúng", "8", "7", "5", "6", "6/8 (75,0%)"),
    ),
    total=("Tổng", "60", "57", "51", "54", "54/60 (90,0%)"),
    note="Nguồn: số liệu các đơn vị gửi, tính đến ngày 15/11/2026.",
)

MODELS_BY_FIELD = Table(
    caption="Bảng 2. Mô hình, điển hình theo lĩnh vực",
    columns=(
        Column("Lĩnh vực", width_mm=52),
        Column("Tổng", "right", group="Đăng ký"),
        Column("Mới", "right", group="Đăng ký"),
        Column("Duy trì", "right", group="Đăng ký"),
        Column("Được công nhận", "right"),
        Column("Tiêu biểu", "right"),
    ),
    rows=(
        (FIELDS[0], "28", "12", "16", "20", "7"),
        (FIELDS[1], "43", "21", "22", "31", "11"),
        (FIELDS[2], "7", "3", "4", "6", "2"),
        (FIELDS[3], "6", "2", "4", "4", "2"),
    ),
    total=("Tổng", "84", "38", "46", "61", "22"),
)

LIST_OF_MODELS = Table(
    columns=(
        Column("TT", "center", width_mm=10),
        Column("Tên mô hình, điển hình, công trình", width_mm=66),
        Column("Loại", "center", width_mm=20),
        Column("Lĩnh vực", width_mm=30),
        Column("Đơn vị chủ trì", width_mm=40),
        Column("Năm bắt đầu", "center", width_mm=16),
        Column("Kết quả nổi bật"),
        Column("Kết quả xét chọn", "center", width_mm=32),
    ),
    rows=tuple(
        (
            str(number),
            f"“Đường hoa nông thôn mới” thôn Mẫu {number}",
            "Mô hình",
            FIELDS[number % 4],
            f"Chi bộ thôn Mẫu {number}",
            "2026" if number % 3 else "2024",
            f"Vận động {20 + number} hộ tham gia, trồng {100 * number} m đường hoa",
            "Công nhận (QĐ số 45-QĐ/ĐU)" if number % 2 else "–",
        )
        for number in range(1, 31)
    ),
)

FIGURES = Table(
    columns=(
        Column("TT", "center", width_mm=11),
        Column("Chỉ tiêu", width_mm=70),
        Column("Đơn vị tính", "center"),
        Column("Năm 2025", "right"),
        Column("Năm 2026", "right"),
        Column("Tăng, giảm", "right"),
    ),
    rows=(
        ("1", "Hội nghị quán triệt, tuyên truyền", "cuộc", "–", "64", "–"),
        ("2", "Người dự hội nghị", "lượt người", "–", "7.420", "–"),
        ("3", "Nhân dân đóng góp", "triệu đồng", "1.250,5", "1.684,0", "+433,5"),
        ("4", "Đất hiến làm đường, công trình phúc lợi", "m²", "2.310", "1.975", "-335"),
    ),
)


def commune_report(**changes: object) -> Paper:
    """The yearly report in the Party's form, issued."""
    return Paper(
        **{
            "profile": "party",
            "parent_line": "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
            "issuer_line": "ĐẢNG ỦY XÃ HÒA XÁ",
            "issuing_body": "Ban Thường vụ Đảng ủy xã Hòa Xá",
            "place": "Hòa Xá",
            "date": date(2026, 12, 5),
            "number": "128-BC/ĐU",
            "kind": "BÁO CÁO",
            "title": (
                "kết quả thực hiện phong trào thi đua “Dân vận khéo” năm 2026, phương hướng, nhiệm vụ năm 2027"
            ),
            "addressees": ("Ban Tuyên giáo và Dân vận Thành ủy Hà Nội",),
            "body": REPORT_BODY,
            "signature": Signature("PHÓ BÍ THƯ THƯỜNG TRỰC", "Phó Bí thư Thường trực", "T/M BAN THƯỜNG VỤ"),
            "recipients": (
                "Ban Tuyên giáo và Dân vận Thành ủy (để báo cáo)",
                "Thường trực Đảng ủy xã",
                "Thường trực HĐND, UBND xã",
                "Các cơ quan tham mưu, giúp việc Đảng ủy",
                "MTTQ, các tổ chức CT-XH, hội quần chúng xã",
                "Các cấp ủy trực thuộc Đảng ủy xã",
                "Lưu Văn phòng Đảng ủy",
            ),
            "appendices": (
                Appendix("Biểu số liệu năm 2026", (FIGURES,), number="I"),
                Appendix(
                    "Danh mục mô hình, điển hình, công trình năm 2026",
                    (LIST_OF_MODELS,),
                    "II",
                    landscape=True,
                ),
            ),
            **changes,
        }  # type: ignore[arg-type]  # one mapping for fields of several types
    )


REPORT_BODY = (
    Paragraph(
        "Thực hiện Kế hoạch của Ban Thường vụ Đảng ủy xã về đẩy mạnh thực hiện phong trào thi đua “Dân vận khéo” "
        "trên địa bàn xã, giai đoạn 2025-2030 và Quyết định số 31-QĐ/ĐU, ngày 27/8/2025 về ban hành Quy chế công tác "
        "dân vận của hệ thống chính trị xã Hòa Xá, Ban Thường vụ Đảng ủy xã báo cáo kết quả năm 2026 như sau "
        "(số liệu tính từ ngày 01/12/2025 đến ngày 15/11/2026):"
    ),
    Section(0, "Phần thứ nhất\nKết quả thực hiện"),
    Section(1, "I. Công tác lãnh đạo, chỉ đạo, tuyên truyền"),
    Section(2, "1. Xây dựng kế hoạch năm của cơ quan, đơn vị"),
    Paragraph(
        "Có 57/60 (95,0%) cơ quan, đơn vị xây dựng kế hoạch thực hiện, trong đó 51 đơn vị gửi đúng hạn; "
        "3 đơn vị chưa gửi. Các kế hoạch bám sát bảy nội dung của Kế hoạch giai đoạn 2025-2030 và chủ đề năm."
    ),
    UNITS_BY_KIND,
    Section(2, "2. Quán triệt, tuyên truyền"),
    Paragraph(
        "Ủy ban MTTQ Việt Nam xã phối hợp với Trung tâm Văn hóa - Thông tin và Thể thao xã tổ chức tuyên truyền, "
        "giới thiệu các mô hình “Dân vận khéo”, tôn vinh các tấm gương điển hình trong công tác dân vận."
    ),
    Bullets(
        (
            "Tổ chức 64 hội nghị quán triệt, 7.420 lượt người dự;",
            "Đăng 112 tin, bài; phát 86 buổi trên hệ thống truyền thanh xã.",
        )
    ),
    Section(1, "II. Kết quả xây dựng, duy trì, nhân rộng mô hình, điển hình"),
    Section(2, "1. Kết quả chung"),
    Paragraph(
        "Toàn xã đăng ký 84 mô hình, điển hình (mới 38, duy trì 46); lĩnh vực kinh tế 28, văn hóa - xã hội 43, "
        "quốc phòng - an ninh 7, xây dựng hệ thống chính trị 6. Qua xét chọn, 61/84 (72,6%) mô hình, điển hình được "
        "công nhận theo Quyết định số 45-QĐ/ĐU; 22 mô hình tiêu biểu."
    ),
    MODELS_BY_FIELD,
    Chart(
        title="Biểu đồ 1. Từ đăng ký đến khen thưởng",
        desc="Số mô hình, điển hình qua từng bước xét chọn năm 2026.",
        rows=(
            Bar("Đăng ký", 84, "84"),
            Bar("Được công nhận", 61, "61/84 (72,6%)"),
            Bar("Tiêu biểu", 22, "22/84 (26,2%)"),
            Bar("Được khen thưởng", 12, "12/84 (14,3%)"),
        ),
    ),
    Section(2, "2. Kết quả theo từng lĩnh vực"),
    Section(3, "a) Lĩnh vực kinh tế"),
    Paragraph(
        "Có 28 mô hình đăng ký, 20 mô hình được công nhận. Nổi bật là mô hình “Hiến đất mở đường” của chi bộ thôn "
        "Mẫu 1: 32 hộ hiến 1.975 m² đất, đóng góp 420 ngày công, làm mới 1,2 km đường giao thông nông thôn."
    ),
    Section(3, "b) Lĩnh vực văn hóa - xã hội"),
    Paragraph(
        "Có 43 mô hình đăng ký, 31 mô hình được công nhận, tập trung ở xây dựng nếp sống văn hóa, giữ gìn vệ sinh môi "
        "trường, giúp đỡ hộ khó khăn, khuyến học, khuyến tài."
    ),
    Section(0, "Phần thứ hai\nĐánh giá chung"),
    Section(2, "1. Ưu điểm"),
    Paragraph(
        "Phong trào được triển khai đồng bộ từ xã đến thôn; các mô hình gắn với nhiệm vụ chính trị của đơn vị."
    ),
    Section(2, "2. Hạn chế, nguyên nhân"),
    Paragraph(
        "Một số đơn vị gửi kế hoạch, báo cáo còn chậm; lĩnh vực quốc phòng - an ninh có ít mô hình mới."
    ),
    Section(0, "Phần thứ ba\nPhương hướng, nhiệm vụ năm 2027"),
    Paragraph(
        "Tiếp tục thực hiện bảy nội dung của Kế hoạch; mỗi cơ quan, đơn vị có ít nhất một mô hình được duy trì hoặc "
        "xây dựng mới; nâng cao chất lượng hồ sơ, minh chứng; nhân rộng các mô hình tiêu biểu."
    ),
    Paragraph(
        "Trên đây là báo cáo kết quả thực hiện phong trào thi đua “Dân vận khéo” năm 2026, phương hướng, nhiệm vụ "
        "năm 2027 trên địa bàn xã Hòa Xá, Ban Thường vụ Đảng ủy xã trân trọng báo cáo./."
    ),
)

TASKS = Table(
    caption="Bảng 1. Nhiệm vụ, chỉ tiêu",
    columns=(
        Column("TT", "center", width_mm=10),
        Column("Nhiệm vụ, việc làm cụ thể", width_mm=48),
        Column("Nội dung số", "center", width_mm=17),
        Column("Sản phẩm, chỉ tiêu"),
        Column("Người phụ trách", width_mm=30),
        Column("Hoàn thành", "center", width_mm=24),
    ),
    rows=(
        (
            "1",
            "Quán triệt kế hoạch đến toàn thể đảng viên",
            "2",
            "01 hội nghị, 100% đảng viên",
            "Bí thư",
            "28/02/2026",
        ),
        (
            "2",
            "Vận động Nhân dân hiến đất mở đường",
            "4",
            "300 m² đất, 0,4 km đường",
            "Phó Bí thư",
            "30/9/2026",
        ),
        ("3", "Giới thiệu mô hình trên truyền thanh xã", "5", "04 tin, bài", "Chi ủy viên", "30/11/2026"),
    ),
)

PLAN_BODY = (
    Paragraph(
        "Căn cứ Kế hoạch của Ban Thường vụ Đảng ủy xã về đẩy mạnh thực hiện phong trào thi đua “Dân vận khéo” "
        "giai đoạn 2025-2030;",
        "basis",
    ),
    Paragraph("Căn cứ hướng dẫn tiêu chí năm 2026 của Ban Xây dựng Đảng Đảng ủy xã,", "basis"),
    Paragraph(
        "Đơn vị xây dựng kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026 với những nội dung cụ thể như sau:"
    ),
    Section(1, "I. Mục đích, yêu cầu"),
    Bullets(
        (
            "Nâng cao nhận thức, trách nhiệm của cán bộ, đảng viên đối với phong trào thi đua “Dân vận khéo”.",
            "Nội dung phong trào gắn với nhiệm vụ chính trị và chủ đề năm 2026 của xã; thiết thực, hiệu quả.",
        )
    ),
    Section(1, "II. Nội dung, chỉ tiêu"),
    TASKS,
    Section(1, "III. Tổ chức thực hiện"),
    Section(2, "1. Phân công"),
    Paragraph("Người đứng đầu chỉ đạo chung; từng đồng chí phụ trách việc được giao tại Bảng 1."),
    Section(2, "2. Chế độ báo cáo"),
    Paragraph(
        "Báo cáo 6 tháng trước ngày 15/6/2026, báo cáo năm trước ngày 15/11/2026, gửi Ban Thường vụ Đảng ủy xã "
        "(qua Ban Xây dựng Đảng)."
    ),
    Paragraph("Trên đây là kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026 của đơn vị./."),
)

PLAN_TITLE = "thực hiện phong trào thi đua “Dân vận khéo” năm 2026"
PLAN_RECIPIENTS = ("Ban Thường vụ Đảng ủy (để báo cáo)", "Ban Xây dựng Đảng Đảng ủy")


def cell_plan(**changes: object) -> Paper:
    """A Party cell's plan, not yet numbered: a second draft."""
    return Paper(
        **{
            "profile": "party",
            "parent_line": "ĐẢNG BỘ XÃ HÒA XÁ",
            "issuer_line": "CHI BỘ THÔN MẪU 1",
            "issuing_body": "Chi bộ thôn Mẫu 1",
            "place": "Hòa Xá",
            "year": 2026,
            "symbol": "-KH/CB",
            "kind": "KẾ HOẠCH",
            "title": PLAN_TITLE,
            "body": PLAN_BODY,
            "signature": Signature("BÍ THƯ", authority="T/M CHI BỘ"),
            "recipients": (*PLAN_RECIPIENTS, "Lưu chi bộ"),
            "draft": 2,
            **changes,
        }  # type: ignore[arg-type]  # one mapping for fields of several types
    )


def division_plan(**changes: object) -> Paper:
    """A division of the People's Committee: the state's form."""
    return cell_plan(
        **{
            "profile": "state",
            "parent_line": "ỦY BAN NHÂN DÂN\nXÃ HÒA XÁ",
            "issuer_line": "PHÒNG VĂN HÓA - XÃ HỘI",
            "issuing_body": "Phòng Văn hóa - Xã hội",
            "date": date(2026, 2, 9),
            "number": "05/KH-VHXH",
            "signature": Signature("TRƯỞNG PHÒNG", "Trưởng phòng Văn hóa - Xã hội"),
            "recipients": ("Ủy ban nhân dân xã (để báo cáo)", "Ban Xây dựng Đảng Đảng ủy", "Lưu: VT, VHXH"),
            "draft": None,
            **changes,
        }
    )


def association_plan(**changes: object) -> Paper:
    """A mass organisation's plan with several addressees."""
    return cell_plan(
        **{
            "profile": "organisation",
            "parent_line": "ỦY BAN MTTQ VIỆT NAM XÃ HÒA XÁ",
            "issuer_line": "HỘI NÔNG DÂN",
            "issuing_body": "Hội Nông dân xã Hòa Xá",
            "date": date(2026, 1, 28),
            "number": "03/KH-HND",
            "addressees": ("Ban Thường vụ Đảng ủy xã (qua Ban Xây dựng Đảng)", "Ủy ban MTTQ Việt Nam xã"),
            "signature": Signature("CHỦ TỊCH", "Chủ tịch Hội Nông dân xã", "TM. BAN THƯỜNG VỤ"),
            "recipients": ("Ủy ban MTTQ Việt Nam xã", "Ban Xây dựng Đảng Đảng ủy", "Lưu: VP"),
            "draft": None,
            **changes,
        }
    )


def front_plan(**changes: object) -> Paper:
    """The Fatherland Front's standing board: the state's heading, numbers and signing."""
    return division_plan(
        **{
            "profile": "mttq",
            "parent_line": "ỦY BAN MTTQ VIỆT NAM\nXÃ HÒA XÁ",
            "issuer_line": "BAN THƯỜNG TRỰC",
            "issuing_body": "Ban Thường trực Ủy ban MTTQ Việt Nam xã Hòa Xá",
            "number": "16/KH-MTTQ-BTT",
            "signature": Signature("CHỦ TỊCH", "Chủ tịch Ủy ban MTTQ", "TM. BAN THƯỜNG TRỰC"),
            "recipients": ("Ban Thường vụ Đảng ủy xã", "Ban Xây dựng Đảng Đảng ủy", "Lưu: VT"),
            **changes,
        }
    )


def youth_plan(**changes: object) -> Paper:
    """The Youth Union: a heading of its own, and a wider right margin."""
    return division_plan(
        **{
            "profile": "doan",
            "parent_line": "ĐOÀN TNCS HỒ CHÍ MINH\nTHÀNH PHỐ HÀ NỘI",
            "issuer_line": "BAN CHẤP HÀNH ĐOÀN XÃ HÒA XÁ",
            "issuing_body": "Ban Chấp hành Đoàn xã Hòa Xá",
            "number": "07-KH/ĐTN",
            "signature": Signature("BÍ THƯ", "Bí thư Đoàn xã", "TM. BAN CHẤP HÀNH"),
            "recipients": ("Ban Thường vụ Đảng ủy xã", "Ban Xây dựng Đảng Đảng ủy", "Lưu VP"),
            **changes,
        }
    )


SAMPLES = {
    "bao-cao-xa": commune_report,
    "ke-hoach-chi-bo": cell_plan,
    "ke-hoach-phong": division_plan,
    "ke-hoach-hoi": association_plan,
}


def praise(*recipients: str, **changes: object) -> Certificates:
    """Giấy khen of the Party committee, one sheet for each recipient."""
    return Certificates(
        **{
            "profile": "party",
            "issuer_line": "ĐẢNG ỦY XÃ HÒA XÁ",
            "kind": "GIẤY KHEN",
            "action": "TẶNG",
            "decision": "Quyết định số 46-QĐ/ĐU, ngày 05 tháng 12 năm 2026",
            "sheets": tuple(
                Certificate(
                    recipient,
                    reason=(
                        "Đã có thành tích xuất sắc trong phong trào thi đua “Dân vận khéo” "
                        "trên địa bàn xã Hòa Xá năm 2026"
                    ),
                    lines_below=("Mô hình “Đường hoa nông thôn mới”",),
                    place_in_book=f"Vào sổ khen thưởng số {number:02}",
                )
                for number, recipient in enumerate(recipients, start=1)
            ),
            "signature": Signature("BÍ THƯ", "Bí thư Đảng ủy", "T/M ĐẢNG ỦY"),
            "place": "Hòa Xá",
            "date": date(2026, 12, 5),
            "verify_url": "https://danvan.example/tra-cuu/7K3QM9X2",
            **changes,
        }  # type: ignore[arg-type]  # one mapping for fields of several types
    )
