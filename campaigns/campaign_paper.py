"""The commune's plan as the paper that the Ban Thường vụ issued: its own words, in the official form.

The text keeps how it names agencies and times; what the form asks for and the text lacks (a comma in
a heading, a full stop, the whole name of an office) is set right here.
"""

from collections.abc import Iterator

from django.db.models import Prefetch

from campaigns.models import Campaign, ContentItem, ItemAgency, ItemRole
from campaigns.plan_text import Part, PlanBlock, read_blocks
from hoaxa_danvan.documents.paper import Block, Bullets, Paper, Paragraph, Section, Signature
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of
from hoaxa_danvan.lib.dates import long_date

LETTERHEAD = "ban_thuong_vu"
LABELS = {
    Part.LEAD: "Cơ quan chủ trì",
    Part.COORDINATING: "Cơ quan phối hợp",
    Part.IMPLEMENTING: "Cơ quan thực hiện",
    Part.TIMING: "Thời gian thực hiện",
}
ROLES = {
    Part.LEAD: ItemRole.LEAD,
    Part.COORDINATING: ItemRole.COORDINATING,
    Part.IMPLEMENTING: ItemRole.IMPLEMENTING,
}
# How a paper writes out what its writer shortened.
WRITTEN_OUT = {"Lưu VPĐU": "Lưu Văn phòng Đảng ủy"}


def campaign_paper(campaign: Campaign) -> Paper:
    """Without its number, date and signer it is a draft."""
    letterhead = letterhead_of(LETTERHEAD)
    profile = profile_of(letterhead.profile)
    blocks = read_blocks(campaign.source)
    is_final = bool(campaign.number and campaign.issued_on and campaign.signer)
    return Paper(
        profile=profile.key,
        **letterhead.head(),
        kind="KẾ HOẠCH",
        title=campaign.title,
        number=campaign.number,
        symbol=profile.symbol_for(kind="KH", body=letterhead.code),
        date=campaign.issued_on,
        body=tuple(body(campaign, blocks)),
        recipients=tuple(WRITTEN_OUT.get(line, line.replace(", (", " (")) for line in campaign.recipients),
        signature=Signature(
            authority=first(blocks, Part.AUTHORITY) or letterhead.authority,
            office=campaign.office or letterhead.office,
            name=campaign.signer,
        ),
        draft=None if is_final else 1,
    )


def body(campaign: Campaign, blocks: list[PlanBlock]) -> Iterator[Block]:
    yield from merged_notes(campaign)
    yield from paragraphs(campaign.preamble)
    yield Section(1, "I. MỤC ĐÍCH, YÊU CẦU")
    yield Bullets(tuple(map(plain, campaign.purposes)))
    yield Section(1, "II. NỘI DUNG THỰC HIỆN")
    agencies = Prefetch("agencies", ItemAgency.objects.newest().order_by("order", "pk"))
    for item in campaign.items.prefetch_related(agencies, "amendments"):
        # The plan's own text no longer says who does what an amendment has changed.
        yield from item_blocks(item, [] if item.amendments.all() else blocks)
        if item.last_year < campaign.last_year:
            yield Paragraph(f"(Thôi thực hiện từ năm {item.last_year + 1}.)")
    yield Section(1, "III. TỔ CHỨC THỰC HIỆN")
    for duty in campaign.duties.all():
        yield Paragraph(f"{duty.order}. {plain(duty.text)}")
        if duty.points:
            yield Bullets(tuple(map(plain, duty.points)))
    yield from paragraphs(campaign.closing)


def merged_notes(campaign: Campaign) -> Iterator[Block]:
    """Which papers have changed the plan: with them the print is no longer the plan as it was signed."""
    for amendment in campaign.amendments.all():
        yield Paragraph(
            f"(Bản hợp nhất: được sửa đổi, bổ sung theo văn bản số {amendment.number}, "
            f"{long_date(amendment.issued_on)}, áp dụng từ năm {amendment.first_year}.)"
        )


def item_blocks(item: ContentItem, blocks: list[PlanBlock]) -> Iterator[Block]:
    head, *points = plain(item.text).split("\n")
    yield Paragraph(f"{item.order}. {head}")
    said = [(label, whose(item, part, blocks)) for part, label in LABELS.items()]
    named = [f"{label}: {text}" for label, text in said if text]
    yield Bullets((*(point.removeprefix("- ") for point in points), *map(ended, named)))


def whose(item: ContentItem, part: Part, blocks: list[PlanBlock]) -> str:
    """As the plan's own text says it; else as it was understood."""
    found = "; ".join(block.text for block in blocks if block.part is part and block.order == item.order)
    if found or part is Part.TIMING:
        return plain(found or item.timing_text)
    return "; ".join(agency.name for agency in item.agencies.all() if agency.role == ROLES[part])


def first(blocks: list[PlanBlock], part: Part) -> str:
    return next((block.text for block in blocks if block.part is part), "")


def paragraphs(text: str) -> Iterator[Paragraph]:
    return (Paragraph(line) for line in plain(text).splitlines() if line.strip())


def plain(text: str) -> str:
    """Without the marks that a text file uses for italics."""
    return text.replace("*", "")


def ended(text: str) -> str:
    return text if text.endswith((".", ";", ":")) else f"{text}."
