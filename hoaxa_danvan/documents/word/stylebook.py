"""The styles that a paper is set in, with the measures of its profile: one place to change each."""

from hoaxa_danvan.documents.word.measures import MM, Look
from hoaxa_danvan.documents.word.styles import Box, Style

SMALL, SMALL_PITCH = 12.0, 15.0
RULE_PITCH = 2.0
RED = "9C1C1F"


def paragraph_styles(look: Look) -> list[Style]:
    return [
        *_body(look),
        *_heading(look),
        *_name(look),
        *_tables(look),
        *_ending(look),
        *_margins(look),
        *_certificate(),
    ]


def _body(look: Look) -> list[Style]:
    size, pitch = look.points("body-size"), look.points("line-pitch")
    gap, first = look.points("paragraph-gap"), look.points("first-line")
    is_italic = look.says("basis-style", "italic")
    return [
        Style("Normal", "Normal", size, pitch),
        Style("BodyText", "Body Text", size, pitch, "both", before=gap, first_line=first),
        Style("Basis", "Căn cứ", size, pitch, "both", italic=is_italic, before=gap, first_line=first),
        Style("Dash", "Gạch đầu dòng", size, pitch, "both", before=gap, first_line=first),
        Style("Note", "Ghi chú", SMALL, SMALL_PITCH, "both", italic=True, before=gap),
        Style("Heading1", "heading 1", size, pitch, "center", True, before=10, after=4, keep=True, level=0),
        Style("Heading2", "heading 2", size, pitch, "both", True, False, 10, 0, first, True, 1),
        Style("Heading3", "heading 3", size, pitch, "both", True, False, gap, 0, first, True, 2),
        Style("Heading4", "heading 4", size, pitch, "both", False, True, gap, 0, first, True, 3),
        Style("Appendix", "Phụ lục", size, pitch, "center", True, keep=True, level=0),
        Style("BelongsTo", "Kèm theo", size, pitch, "center", italic=True, after=6),
        Style("Gap", "Khoảng cách", 1, 1),
    ]


def _heading(look: Look) -> list[Style]:
    """The two columns at the top."""
    title, motto = look.points("title-size"), look.points("motto-size")
    parent, issuer = look.points("parent-size"), look.points("issuer-size")
    number, date, mark = look.points("number-size"), look.points("date-size"), look.points("body-size")
    matter, urgency = look.points("matter-size"), look.points("urgency-size")
    is_italic = look.says("matter-style", "italic")
    box = Box.AROUND if look.has_line("urgency-border") else Box.NONE
    return [
        Style("TitleLine", "Tiêu đề", title, 1.25 * title, "center", True),
        Style("Motto", "Tiêu ngữ", motto, 1.25 * motto, "center", True),
        Style("Rule", "Đường kẻ", 1, RULE_PITCH, box=Box.BELOW),
        Style("Parent", "Cơ quan cấp trên", parent, 1.25 * parent, "center"),
        Style("Issuer", "Cơ quan ban hành", issuer, 1.25 * issuer, "center", True),
        Style("IssuerMark", "Dấu dưới tên cơ quan", mark, 1.25 * mark, "center"),
        Style("Number", "Số, ký hiệu", number, 1.25 * number, "center", before=4),
        Style("Date", "Địa danh, ngày tháng", date, 1.25 * date, "center", italic=True, before=4),
        Style("Matter", "Trích yếu công văn", matter, 1.25 * matter, "center", italic=is_italic, before=4),
        Style("Urgency", "Độ khẩn", urgency, 1.25 * urgency, "center", True, before=6, box=box),
    ]


def _name(look: Look) -> list[Style]:
    kind, subject = look.points("kind-size"), look.points("subject-size")
    size, pitch = look.points("body-size"), 1.3 * max(kind, subject)
    return [
        Style("Title", "Title", kind, pitch, "center", True, before=14, keep=True),
        Style("Subtitle", "Subtitle", subject, pitch, "center", True, keep=True),
        Style("TitleEnd", "Gạch dưới trích yếu", size, size, "center", before=1, after=8),
        Style("Addressee", "Kính gửi", size, look.points("line-pitch")),
    ]


def _tables(look: Look) -> list[Style]:
    size, pitch = look.points("table-size"), look.points("table-pitch")
    caption = look.points("body-size")
    return [
        Style("Caption", "caption", caption, pitch, "center", True, before=8, after=4, keep=True),
        Style("TableText", "Chữ trong bảng", size, pitch),
        Style("TableDense", "Chữ trong bảng nhiều cột", SMALL, SMALL_PITCH),
        Style("ChartNote", "Lời biểu đồ", SMALL, SMALL_PITCH, "center", italic=True, before=3),
        Style("Bar", "Cột biểu đồ", 8, 10),
    ]


def _ending(look: Look) -> list[Style]:
    label, size = look.points("recipients-label-size"), look.points("signature-size")
    is_bold = look.says("recipients-label-weight", "bold")
    is_italic = look.says("recipients-label-style", "italic")
    names, office = look.points("recipients-size"), look.says("office-weight", "bold")
    return [
        Style("RecipientsLabel", "Nơi nhận", label, 1.25 * label, bold=is_bold, italic=is_italic),
        Style("Recipient", "Danh sách nơi nhận", names, 1.25 * names),
        Style("Authority", "Quyền hạn", size, 1.3 * size, "center", True),
        Style("Office", "Chức vụ", size, 1.3 * size, "center", office),
        Style("Signer", "Họ tên người ký", size, 1.3 * size, "center", True, before=26 * MM),
    ]


def _margins(look: Look) -> list[Style]:
    size = look.points("page-number-size")
    return [
        Style("Header", "header", size, 1.15 * size, "center"),
        Style("Footer", "footer", 1, 0),
        Style("LookUp", "Tra cứu", 8, 10),
    ]


def _certificate() -> list[Style]:
    """Of a sheet that is not set by the profile: the recipient's lines get their own sizes besides."""
    return [
        Style("CertificateIssuer", "Cơ quan khen", 17, 22, "center", True, before=5 * MM, colour=RED),
        Style("CertificateAction", "Hình thức khen", 16, 21, "center", True, before=2 * MM),
        Style("CertificateKind", "Tên giấy", 42, 50.4, "center", True, colour=RED),
        Style("CertificateRecipient", "Người được khen", 34, 41, "center", True),
        Style("CertificateLine", "Dưới tên người được khen", 16, 20, "center"),
        Style("CertificateReason", "Thành tích", 18, 23.5, "center", before=3 * MM),
        Style("CertificateSource", "Theo quyết định", 12, 15.6),
        Style("CertificateSigner", "Họ tên người ký giấy khen", 14, 17.5, "center", True, before=22 * MM),
    ]
