"""The plan's own text, read whole; then the same plan as other hands and programs would type it."""

import re
import textwrap
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import campaigns
from campaigns.plan_text import (
    Alias,
    NotAPlan,
    PlanText,
    as_json,
    find_alias,
    load_aliases,
    read_plan,
    split_agencies,
)

PLAN_FILE = Path(campaigns.__file__).parent / "defaults" / "ke-hoach-dan-van-kheo-2025-2030.txt"
TEXT = PLAN_FILE.read_text(encoding="utf-8")

PARTY_COMMITTEES = "Các cấp ủy trực thuộc Đảng ủy xã"
GOVERNMENT = ("Thường trực HĐND", "UBND xã", "các phòng, ban, đơn vị thuộc xã")
FRONT = ("Ủy ban Mặt trận Tổ quốc Việt Nam", "tổ chức chính trị - xã hội xã", "các Hội quần chúng xã")
EVERYBODY = (PARTY_COMMITTEES, *GOVERNMENT, *FRONT)
YEARLY = ("yearly", "Hằng năm, từ năm 2026 đến năm 2030", 2026, 2030)
REGULAR = ("regular", "Thường xuyên, từ năm 2026 đến năm 2030", 2026, 2030)
BUILDING = "Ban Xây dựng Đảng Đảng ủy"
COUNCIL = "Hội đồng Thi đua - Khen thưởng Đảng bộ xã"
FRONT_SHORT = "Ủy ban MTTQ Việt Nam xã"
CULTURE = "Trung tâm Văn hóa - Thông tin và Thể thao xã"


def read(text: str) -> PlanText:
    return read_plan(text.encode())


@pytest.fixture(scope="module")
def plan() -> PlanText:
    return read_plan(PLAN_FILE.read_bytes())


# ---- the commune's plan ---------------------------------------------------------------------


def test_the_seven_items_with_their_agencies_and_timing(plan):
    told = [
        (
            item.order,
            item.text.partition(" ")[0],
            item.lead,
            item.coordinating,
            item.implementing,
            (item.timing.kind, item.timing.text, item.timing.first_year, item.timing.last_year),
        )
        for item in plan.items
    ]

    assert told == [
        (1, "Căn", (), (), EVERYBODY, YEARLY),
        (2, "Đẩy", (), (), EVERYBODY, YEARLY),
        (3, "Triển", (), (), (PARTY_COMMITTEES, *GOVERNMENT), REGULAR),
        (4, "Duy", (), (), EVERYBODY, YEARLY),
        (5, "Phối", (BUILDING,), (FRONT_SHORT, CULTURE), EVERYBODY, YEARLY),
        (6, "Tổ", (BUILDING, COUNCIL), (), EVERYBODY, YEARLY),
        (7, "Tổ", (), (), EVERYBODY, YEARLY),
    ]


def test_every_document_cited_with_its_date(plan):
    assert [(cited.number, cited.date) for cited in plan.citations] == [
        ("01-CTr/ĐU", date(2025, 8, 20)),
        ("03-CTr/ĐU", date(2025, 11, 11)),
        ("2387-QĐ/TU", date(2022, 1, 24)),
        ("43-KL/TW", date(2019, 1, 7)),
        ("25-NQ/TW", None),
        ("31-QĐ/ĐU", date(2025, 8, 27)),
        ("Nghị quyết Trung ương 4 (khóa XII)", None),
        ("01-KL/TW", date(2021, 5, 18)),
        ("05-CT/TW", date(2016, 5, 15)),
    ]
    assert plan.citations[2].text == (
        "Quyết định số 2387-QĐ/TU, ngày 24/01/2022 của Ban Thường vụ Thành ủy Hà Nội"
    )


def test_the_texts_are_those_of_the_file_less_markers_and_emphasis(plan):
    paragraphs = TEXT.replace("xây dựng các\n\nmô hình", "xây dựng các mô hình").replace("*", "").splitlines()
    numbered = [re.sub(r"^\d\. ", "", line) for line in paragraphs if re.match(r"\d\. ", line)]
    dashed = [line.removeprefix("- ") for line in paragraphs if line.startswith("- ")]
    points = tuple(point for duty in plan.duties for point in duty.points)

    assert [item.text for item in plan.items] == numbered[:7]
    assert [duty.text for duty in plan.duties] == numbered[7:]
    assert list(plan.purposes) == dashed[:3]
    assert list(points) == dashed[-13:-8]
    assert [len(duty.points) for duty in plan.duties] == [2, 0, 3]
    assert plan.preamble == next(line for line in paragraphs if line.startswith("Thực hiện Chương"))
    assert plan.closing == next(line for line in paragraphs if line.startswith("Trên đây là"))


def test_its_title_issuer_period_and_signature(plan):
    assert plan.title == (
        "Đẩy mạnh thực hiện phong trào thi đua “Dân vận khéo” trên địa bàn xã Hòa Xá, giai đoạn 2025-2030"
    )
    assert plan.issuer == "Ban Thường vụ Đảng ủy xã Hòa Xá"
    assert plan.period == (2025, 2030)
    assert (plan.authority, plan.office, plan.signer) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ THƯỜNG TRỰC",
        "Trần Duyên Hải",
    )
    assert (plan.number, plan.date) == (None, None)


def test_its_eight_recipients(plan):
    assert plan.recipients == (
        "Ban Tuyên giáo và Dân vận TU, (để báo cáo)",
        "Ủy ban Kiểm tra Thành ủy",
        "Thường trực Đảng ủy xã",
        "Thường trực HĐND, UBND xã",
        "Các cơ quan tham mưu, giúp việc Đảng ủy",
        "MTTQ, các tổ chức CT-XH, Hội quần chúng xã",
        "Các cấp ủy trực thuộc Đảng ủy xã",
        "Lưu VPĐU",
    )


def test_every_line_of_it_is_understood(plan):
    meanings = {line.number: line.meaning for line in plan.lines}

    assert plan.unrecognised == ()
    assert list(meanings) == [n for n, line in enumerate(TEXT.splitlines(), start=1) if line.strip()]
    assert meanings[3] == "Tên loại văn bản"
    assert meanings[45] == "Nội dung 5 – cơ quan chủ trì"
    assert meanings[65] == "Nội dung 7 – thời gian"
    assert meanings[73] == "Nhiệm vụ 1 – ý nhỏ"
    assert meanings[77] == "Nhiệm vụ 2 (tiếp theo)"
    assert meanings[103] == "Người ký"


def test_the_json_has_the_agreed_shape(plan):
    told = as_json(plan)

    assert list(told) == [
        "title",
        "issuer",
        "period",
        "preamble",
        "purposes",
        "items",
        "duties",
        "citations",
        "closing",
        "recipients",
        "signer",
        "office",
        "unrecognised",
    ]
    assert told["period"] == {"from": 2025, "to": 2030}
    assert told["items"][2] == {
        "order": 3,
        "text": plan.items[2].text,
        "lead": [],
        "coordinating": [],
        "implementing": [PARTY_COMMITTEES, *GOVERNMENT],
        "timing": {
            "kind": "regular",
            "text": "Thường xuyên, từ năm 2026 đến năm 2030",
            "from": 2026,
            "to": 2030,
        },
    }
    assert told["citations"][4:6] == [
        {"number": "25-NQ/TW", "date": None},
        {"number": "31-QĐ/ĐU", "date": "2025-08-27"},
    ]
    assert told["duties"][1] == {"order": 2, "text": plan.duties[1].text, "points": []}


# ---- the same plan, typed otherwise -------------------------------------------------------------


def replaced(pattern: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, flags=re.MULTILINE)


def folded(width: int) -> Callable[[str], str]:
    def fold_line(line: str) -> str:
        return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)

    return lambda text: "\n".join(map(fold_line, text.splitlines()))


def recipients_without_dashes(text: str) -> str:
    body, heading, rest = text.partition("Nơi nhận:")
    return body + heading + rest.replace("\n- ", "\n")


SAME_PLAN = {
    "CRLF": replaced(r"\n", "\r\n"),
    "CR": replaced(r"\n", "\r"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "byte order mark": lambda text: "\ufeff" + text,
    "doubled spaces": replaced(" ", "  "),
    "tabs": replaced(" ", "\t"),
    "no-break spaces": replaced(" ", "\u00a0"),
    "zero-width characters": replaced("a", "a\u200b"),
    "indented": replaced("^", "    "),
    "no blank lines": replaced(r"\n+", "\n"),
    "I-": replaced(r"^([IVX]+)\.", r"\1-"),
    "I/": replaced(r"^([IVX]+)\.", r"\1/"),
    "no Roman numbers": replaced(r"^[IVX]+\. ", ""),
    "bold headings": replaced(r"^([IVX]+\. .*)$", r"**\1**"),
    "small headings": lambda text: re.sub(r"(?m)^[IVX]+\. .*", lambda m: m.group().lower(), text),
    "headings as sentences": lambda text: re.sub(
        r"(?m)^([IVX]+\. )(.*)", lambda m: m[1] + m[2].capitalize(), text
    ),
    "1-": replaced(r"^(\d)\.", r"\1-"),
    "1)": replaced(r"^(\d)\.", r"\1)"),
    "1/": replaced(r"^(\d)\.", r"\1/"),
    "1. without its space": replaced(r"^(\d)\. ", r"\1."),
    "+": replaced("^- ", "+ "),
    "–": replaced("^- ", "– "),
    "•": replaced("^- ", "•\t"),
    "*": replaced("^- ", "* "),
    "- without its space": replaced("^- ", "-"),
    "markers on lines of their own": replaced(r"^(\d\.|[IVX]+\.|-) ", r"\1\n"),
    "no emphasis": replaced(r"\*", ""),
    "strong emphasis": replaced(r"\*+", "**"),
    "colon inside the emphasis": replaced(r"\*:", ":*"),
    "colon outside the emphasis": replaced(r":\*", "*:"),
    "no dash before labels": replaced(r"^- \*", "*"),
    "Đơn vị for Cơ quan": replaced(r"\*Cơ quan", "*Đơn vị"),
    "Thời gian": replaced("Thời gian thực hiện", "Thời gian"),
    "agencies in capitals": lambda text: re.sub(
        r"(?m)(Cơ quan .*?:\S*)( .*)", lambda m: m[1] + m[2].upper(), text
    ),
    "recipients without dashes": recipients_without_dashes,
    "emphasised Nơi nhận": replaced("Nơi nhận:", "**Nơi nhận**:"),
    "folded before a dash within a name": folded(75),
    "folded at 72": folded(72),
    "folded at 100": folded(100),
}


@pytest.mark.parametrize("typed", SAME_PLAN.values(), ids=SAME_PLAN)
def test_it_is_the_same_plan_however_it_is_typed(plan, typed):
    text = typed(TEXT)

    assert text != TEXT
    assert as_json(read(text)) == as_json(plan)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_it_is_the_same_plan_in_either_encoding(plan, encoding):
    assert as_json(read_plan(TEXT.encode(encoding))) == as_json(plan)
    assert as_json(read_plan(b"\xfe\xff" + TEXT.encode("utf-16-be"))) == as_json(plan)


@pytest.mark.parametrize(
    "place",
    [
        "từng cơ quan,",
        "Kết luận số",
        "Trung ương Đảng (khóa",
        "Kết luận số 43-KL/TW ngày",
        "trong các cơ quan nhà nước.",
        "Hội đồng Thi đua",
        "Trung tâm Văn hóa",
        "Trên đây là Kế hoạch đẩy mạnh",
        "Ban Thường vụ",
        "Tiếp tục phát động,",
        "PHÓ BÍ THƯ",
    ],
)
def test_a_paragraph_broken_in_two_is_joined_again(plan, place):
    broken = TEXT.replace(place + " ", place + "\n")

    assert broken != TEXT
    assert as_json(read(broken)) == as_json(plan)


def test_missing_full_stops_change_no_more_than_the_stops(plan):
    bare = read(re.sub(r"(?m)\.$", "", TEXT))

    assert bare.unrecognised == ()
    assert [(item.lead, item.coordinating, item.implementing, item.timing) for item in bare.items] == [
        (item.lead, item.coordinating, item.implementing, item.timing) for item in plan.items
    ]
    assert [item.text for item in bare.items] == [item.text.rstrip(".") for item in plan.items]
    assert bare.recipients == plan.recipients


def test_the_other_school_of_tone_marks_names_the_same_agencies(plan):
    text = TEXT.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("hóa", "hoá")

    assert [item.implementing for item in read(text).items] == [item.implementing for item in plan.items]
    assert read(text).items[4].coordinating == (FRONT_SHORT, CULTURE)


def test_its_own_number_date_and_letterhead_are_read_when_they_are_there():
    head = (
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI\nĐẢNG ỦY XÃ HÒA XÁ\n*\nSố 05-KH/ĐU\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\n*Hòa Xá, ngày 05 tháng 12 năm 2025*\n"
    )
    plan = read(head + TEXT.replace("2025-2030\n", "2025-2030\n-----\n", 1))

    assert (plan.number, plan.date) == ("05-KH/ĐU", date(2025, 12, 5))
    assert plan.unrecognised == ()
    assert "05-KH/ĐU" not in [cited.number for cited in plan.citations]


def test_gaps_left_for_number_and_date_are_understood_as_gaps():
    plan = read("Số      -KH/ĐU\nHòa Xá, ngày … tháng … năm 2025\n" + TEXT)

    assert (plan.number, plan.date, plan.unrecognised) == (None, None, ())


def test_a_signature_may_stand_before_the_recipients(plan):
    body, _, rest = TEXT.partition("Nơi nhận:")
    recipients, mark, signature = rest.partition("**T/M")

    swapped = read(f"{body}{mark}{signature}\n\nNơi nhận:{recipients}")

    assert as_json(swapped) == as_json(plan)


def test_a_signature_copied_from_two_columns_may_stand_among_the_recipients(plan):
    mixed = TEXT.replace("**T/M BAN THƯỜNG VỤ\n", "**").replace("Nơi nhận:", "Nơi nhận:\nT/M BAN THƯỜNG VỤ")

    assert as_json(read(mixed)) == as_json(plan)


def test_a_closing_is_known_by_its_end_even_after_a_missing_stop():
    text = TEXT.replace("Kế hoạch này.\n\nTrên đây là", "Kế hoạch này\n\nYêu cầu thực hiện")

    plan = read(text)

    assert plan.duties[2].points[2].endswith("thực hiện Kế hoạch này")
    assert plan.closing.startswith("Yêu cầu thực hiện Kế hoạch")


def test_agencies_may_stand_one_by_one_under_their_label(plan):
    listed = TEXT.replace(
        f"*Cơ quan chủ trì*: {BUILDING}; {COUNCIL}.", f"*Cơ quan chủ trì*:\n+ {BUILDING}\n+ {COUNCIL}"
    )

    assert listed != TEXT
    assert as_json(read(listed)) == as_json(plan)


# ---- what is not understood stays in sight ------------------------------------------------------


def test_a_strange_line_is_shown_and_changes_nothing(plan):
    lines = TEXT.splitlines()
    for place in (0, 5, 9, 22, 36, 68, 90, 95, 101):
        strange = read("\n".join([*lines[:place], "", "Trang 3/7", "", *lines[place:]]))

        assert strange.unrecognised == ("Trang 3/7",), place
        assert {**as_json(strange), "unrecognised": []} == as_json(plan), place


def test_a_line_under_the_longest_paragraph_is_not_taken_for_its_fold():
    longest = max(TEXT.splitlines(), key=len)

    plan = read(TEXT.replace(longest, f"{longest}\nTrang 3/7"))

    assert plan.unrecognised == ("Trang 3/7",)


def test_the_end_of_a_broken_sentence_is_no_heading():
    plan = read(TEXT.replace("sự sáng tạo của quần chúng", "sự\ntổ chức thực hiện\ncủa quần chúng"))

    assert "khơi dậy sự tổ chức thực hiện của quần chúng" in plan.items[5].text
    assert len(plan.items) == 7


def test_a_section_unknown_to_us_is_not_taken_for_another():
    money = "Thường xuyên\n\nIII. KINH PHÍ\n\nTừ ngân sách xã.\n\n1. Chi hằng năm.\n\nIV. TỔ CHỨC"
    text = re.sub(r"(?s)Hằng năm, từ năm 2026 đến năm 2030\.\n\nIII\. TỔ CHỨC", money, TEXT)

    plan = read(text)

    assert plan.unrecognised == ("III. KINH PHÍ", "Từ ngân sách xã.", "1. Chi hằng năm.")
    assert plan.items[6].timing.text == "Thường xuyên"
    assert [item.order for item in plan.items] == [1, 2, 3, 4, 5, 6, 7]
    assert [duty.order for duty in plan.duties] == [1, 2, 3]


def test_a_label_without_its_colon_is_not_swallowed_by_the_item():
    plan = read(TEXT.replace("- *Cơ quan thực hiện*: Các", "- Cơ quan thực hiện Các", 1))

    assert plan.items[0].implementing == ()
    assert len(plan.unrecognised) == 1
    assert plan.unrecognised[0].startswith("- Cơ quan thực hiện Các cấp ủy")


def test_an_item_keeps_its_points_and_its_second_paragraph():
    more = "\n\n- Tuyên truyền trên trạm truyền thanh;\n\nMỗi quý có ít nhất một phóng sự.\n\n- *Cơ quan chủ trì*:"
    item = read(TEXT.replace("\n\n- *Cơ quan chủ trì*:", more, 1)).items[4]

    assert item.text.endswith(
        "công tác dân vận.\n- Tuyên truyền trên trạm truyền thanh; Mỗi quý có ít nhất một phóng sự."
    )
    assert item.lead == (BUILDING,)


def test_a_number_out_of_order_begins_no_item():
    text = TEXT.replace("7. Tổ chức sơ kết", "2. Lặp lại số cũ.\n\n45. Con số lạ.\n\n7. Tổ chức sơ kết")

    plan = read(text)

    assert plan.unrecognised == ("2. Lặp lại số cũ.", "45. Con số lạ.")
    assert [item.order for item in plan.items] == [1, 2, 3, 4, 5, 6, 7]


# One line, already as `clean` would leave it, so that it must come back to the letter.
JUNK = (
    st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=40)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text == " ".join(text.splitlines()))
)
LOOKALIKES = st.sampled_from(
    [
        "I. NỘI DUNG", "X. GÌ ĐÓ", "II.", "3.", "-", "*", "- ", "9. Việc khác", "- Cơ quan chủ trì:", "Thời gian: ?",
        "Nơi nhận:", "T/M ĐẢNG ỦY", "KẾ HOẠCH", "Trên đây là", "hết./.", "Số 1-KH/ĐU", "(*)", "BÍ THƯ", "**", "…",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 104), JUNK | LOOKALIKES), max_size=6))
def test_no_line_disappears_whatever_is_put_between(junk):
    lines = TEXT.splitlines()
    for place, text in junk:
        lines.insert(place, text)

    try:
        plan = read("\n".join(lines))
    except NotAPlan:
        return

    written = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    assert [(line.number, line.text) for line in plan.lines] == written
    assert list(plan.unrecognised) == [line.text for line in plan.lines if not line.understood]
    assert all((line.meaning == "Chưa nhận ra") == (not line.understood) for line in plan.lines)
    orders = [item.order for item in plan.items]
    assert orders == sorted(set(orders))


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode(errors="replace")))
def test_anything_else_is_refused_in_words(data):
    with pytest.raises(NotAPlan) as refusal:
        read_plan(data)

    assert refusal.value.message.endswith(".")


# ---- refusals -----------------------------------------------------------------------------------

NO_PLAN = "Văn bản này không phải kế hoạch phong trào thi đua: không thấy "


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Tệp trống, không có chữ nào để đọc."),
        ("\ufeff \r\n\t\u200b\n".encode(), "Tệp trống, không có chữ nào để đọc."),
        (b"%PDF-1.7\n", "Đây là tệp PDF, không phải văn bản thuần."),
        (b"PK\x03\x04\x14\x00", "Đây là tệp Word, Excel hoặc tệp nén, không phải văn bản thuần."),
        (bytes(range(256)), "Tệp không phải văn bản thuần."),
        (TEXT.encode("utf-16-le"), "Tệp không phải văn bản thuần."),
        ("Hòa Xá".encode("latin-1", "replace") + b"\xf2\xff", "Không đọc được chữ trong tệp"),
        (TEXT.encode() * 20, "Tệp quá lớn"),
        ("Kính gửi các đồng chí.".encode(), NO_PLAN + "dòng “KẾ HOẠCH” và tên kế hoạch; giai đoạn"),
        (TEXT.partition("II. NỘI")[0].encode(), NO_PLAN + "phần nội dung với các mục đánh số 1, 2, 3."),
        (
            re.sub(r"(?m)^- \*Cơ quan.*\n", "", TEXT).encode(),
            NO_PLAN + "cơ quan chủ trì, phối hợp hoặc thực hiện của các nội dung.",
        ),
        (
            TEXT.replace("2025-2030", "nhiều năm").encode(),
            NO_PLAN + "giai đoạn của kế hoạch (ví dụ 2025-2030).",
        ),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(data, message):
    with pytest.raises(NotAPlan) as refusal:
        read_plan(data)

    assert refusal.value.message.startswith(message)


# ---- agencies and citations, by themselves ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thường trực HĐND và UBND xã Hòa Xá.", ("Thường trực HĐND", "UBND xã")),
        ("UBND xã; Ủy ban nhân dân xã", ("UBND xã",)),
        ("Tổ chức Chính trị – Xã hội xã", ("tổ chức chính trị - xã hội xã",)),
        # Not known, hence kept as written: cut at “,” and “;”, never at “và”.
        (
            "Công an xã, Văn phòng HĐND và UBND xã; UBND xã",
            ("Công an xã", "Văn phòng HĐND và UBND xã", "UBND xã"),
        ),
        # The State's council is not the Party's; another commune's committee is not ours.
        ("Hội đồng Thi đua - Khen thưởng xã", ("Hội đồng Thi đua - Khen thưởng xã",)),
        ("UBND xã Phù Lưu", ("UBND xã Phù Lưu",)),
        ("", ()),
    ],
)
def test_agencies_are_split_by_the_table(text, names):
    assert split_agencies(text) == names


def test_each_agency_of_the_plan_has_a_target(plan):
    names = {name for item in plan.items for name in item.lead + item.coordinating + item.implementing}

    assert {name: (find_alias(name).kind, find_alias(name).unit) for name in names} == {
        PARTY_COMMITTEES: ("cap_uy", None),
        "Thường trực HĐND": (None, "Thường trực HĐND xã"),
        "UBND xã": (None, "Ủy ban nhân dân xã"),
        "các phòng, ban, đơn vị thuộc xã": ("phong_ban", None),
        "Ủy ban Mặt trận Tổ quốc Việt Nam": (None, "Ủy ban MTTQ Việt Nam xã"),
        "tổ chức chính trị - xã hội xã": ("ctxh", None),
        "các Hội quần chúng xã": ("hoi_quan_chung", None),
        BUILDING: (None, BUILDING),
        COUNCIL: (None, COUNCIL),
        FRONT_SHORT: (None, FRONT_SHORT),
        CULTURE: (None, CULTURE),
    }
    assert find_alias("Công an xã") is None


def test_a_commune_may_have_its_own_table(tmp_path):
    path = tmp_path / "aliases.yaml"
    path.write_text("agencies:\n  - {name: Công an xã, unit: Công an xã, phrases: [CAX]}\n", encoding="utf-8")

    aliases = load_aliases(path)

    assert aliases == [
        Alias("Công an xã", "Công an xã", None, "Công an xã"),
        Alias("CAX", "Công an xã", None, "Công an xã"),
    ]
    assert split_agencies("CAX, UBND xã", aliases) == ("Công an xã", "UBND xã")


def test_the_longest_phrase_is_tried_first():
    aliases = [Alias("Phòng A", "Phòng A", "a", None), Alias("Phòng A, B", "Phòng A và B", "b", None)]

    assert split_agencies("Phòng A, B, Phòng A", aliases) == ("Phòng A và B", "Phòng A")


def test_an_alias_needs_exactly_one_target(tmp_path):
    path = tmp_path / "aliases.yaml"
    path.write_text("agencies:\n  - {name: Công an xã, kind: a, unit: b}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="«Công an xã» phải có đúng một trong hai"):
        load_aliases(path)


def documents_of_item_1(sentence: str) -> list[tuple[str, date | None]]:
    plan = read(TEXT.replace("Căn cứ vào tình hình thực tế,", sentence))
    return [(cited.number, cited.date) for cited in plan.citations[2:-7]]


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        (
            "Theo Quyết định số 12-QĐ/TU của Ban Thường vụ Thành ủy ngày 3 tháng 2 năm 2026,",
            [("12-QĐ/TU", date(2026, 2, 3))],
        ),
        ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020,", [("30/2020/NĐ-CP", date(2020, 3, 5))]),
        ("Theo Luật số 91/2015/QH13,", [("91/2015/QH13", None)]),
        # A date further on is another document's; one that does not exist is none.
        ("Theo Quy định số 7-QĐ/TW về việc nêu gương ban hành ngày 1/1/2020,", [("7-QĐ/TW", None)]),
        ("Theo Chỉ thị số 8-CT/TW ngày 31/02/2020,", [("8-CT/TW", None)]),
        # A Party body begins its numbers again at each congress.
        (
            "Theo 9-KL/TW ngày 1/1/2011, 9-KL/TW ngày 2/2/2022, 9-KL/TW,",
            [("9-KL/TW", date(2011, 1, 1)), ("9-KL/TW", date(2022, 2, 2))],
        ),
        ("Theo 9-KL/TW và 9-KL/TW ngày 1/1/2011,", [("9-KL/TW", date(2011, 1, 1))]),
    ],
)
def test_documents_are_cited_once_each_with_their_own_date(sentence, cited):
    assert documents_of_item_1(sentence) == cited
