"""Heading profiles and letterheads as the commune changes them. Papers made before keep theirs."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from hoaxa_danvan.accounts.models import Appointment, Unit, UnitKind
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead, is_symbol
from hoaxa_danvan.documents.looks import faults_of
from hoaxa_danvan.documents.models import OfficialPaper, Stationery
from hoaxa_danvan.documents.selectors.stationery import (
    Entry,
    all_letterheads,
    entries,
    find_entry,
    letterhead_for,
    profile_of,
)
from hoaxa_danvan.documents.services.first_pages import order_first_page
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.text import fold, squeeze
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import save_setting

ISSUER_MARKS = ("*", "***", "rule")
TITLE_ENDS = ("-----", "rule")
Kind = Stationery.Kind


@transaction.atomic
def save_stationery(
    value: HeadingProfile | Letterhead, *, version: int, by: Appointment, at: datetime
) -> Stationery:
    """Let the profile or letterhead hold from now on, and order its first page.

    `version` is what the person has read (0: nobody has touched it yet); `Stale` when it is old.
    """
    require(by)
    kind = kind_of(value)
    refuse_faults(value)
    before = find_entry(kind, value.key)
    row = _save(kind, value.key, value.to_dict(), version=version)
    record(
        "save_stationery",
        target=row,
        by=by,
        at=at,
        details={"key": value.key, "changes": changes(before, value)},
    )
    order_sample(value, by=by, at=at)
    if before is not None and before.default is not None:
        order_sample(before.default, by=by, at=at)  # to be seen beside it
    return row


@transaction.atomic
def copy_stationery(entry: Entry, *, name: str, by: Appointment, at: datetime) -> Stationery:
    """One of the commune's own, begun as a copy of another."""
    require(by)
    key = free_key(entry.kind, name)
    source = f"Sao chép từ “{entry.value.name}”; hỏi văn thư"
    value = replace(entry.value, key=key, name=squeeze(name), source=source)
    refuse_faults(value)
    row = _save(entry.kind, key, value.to_dict(), version=_version_of(entry.kind, key))
    record("copy_stationery", target=row, by=by, at=at, details={"key": key, "from": entry.key})
    return row


@transaction.atomic
def reset_stationery(entry: Entry, *, version: int, by: Appointment, at: datetime) -> Stationery:
    """Trở về mẫu mặc định; one of the commune's own goes away, unless something uses it."""
    require(by)
    if entry.is_own:
        refuse_used(entry)
    row = _save(entry.kind, entry.key, {}, version=version)
    # What the commune had set is kept in the trail: it may be wanted again.
    details = {"key": entry.key, "content": entry.value.to_dict()}
    record("reset_stationery", target=row, by=by, at=at, details=details)
    return row


def order_sample(value: HeadingProfile | Letterhead, *, by: Appointment, at: datetime) -> Job:
    return order_first_page(*sample_pair(value), by=by, at=at)


def sample_pair(value: HeadingProfile | Letterhead) -> tuple[HeadingProfile, Letterhead]:
    """What a profile is shown with, or a letterhead by."""
    if isinstance(value, HeadingProfile):
        return value, letterhead_for(value)
    return profile_of(value.profile), value


def kind_of(value: HeadingProfile | Letterhead) -> str:
    return Kind.PROFILE if isinstance(value, HeadingProfile) else Kind.LETTERHEAD


def require(by: Appointment) -> None:
    if not by.may("documents.change_stationery"):
        raise PermissionDenied


def _version_of(kind: str, key: str) -> int:
    """A key that was given up before goes on where its row stopped."""
    row = Stationery.objects.filter(kind=kind, key=key).first()
    return row.version if row else 0


def _save(kind: str, key: str, content: dict[str, Any], *, version: int) -> Stationery:
    place = {"kind": kind, "key": key}
    return save_setting(Stationery, key=place, version=version, fields={"content": content})


def refuse_faults(value: HeadingProfile | Letterhead) -> None:
    faults = [] if value.name.strip() else ["Cần ghi tên mẫu."]
    if isinstance(value, HeadingProfile):
        faults += faults_of(value.look)
        if not is_symbol(value.symbol):
            faults.append("Cách ghép ký hiệu cần có đúng một chỗ cho loại và một chỗ cho cơ quan.")
        if value.issuer_mark not in ISSUER_MARKS or value.title_end not in TITLE_ENDS:
            faults.append("Dấu ngăn không có trong các kiểu cho chọn.")
    same = [entry for entry in entries(kind_of(value)) if fold(entry.value.name) == fold(value.name)]
    if any(entry.key != value.key for entry in same):
        faults.append(f"Đã có mẫu tên “{value.name}”.")
    if faults:
        raise IllegalMove(" ".join(faults))


def refuse_used(entry: Entry) -> None:
    """A profile that bodies, units or open papers go by must stay."""
    if entry.kind != Kind.PROFILE:
        return
    bodies = [body.name for body in all_letterheads().values() if body.profile == entry.key]
    units = [unit.name for unit in Unit.objects.filter(heading_profile=entry.key)]
    kinds = [kind.name for kind in UnitKind.objects.filter(heading_profile=entry.key)]
    if users := [*bodies, *units, *kinds]:
        raise IllegalMove(
            f"Mẫu đang dùng cho: {', '.join(users)}. Vui lòng chọn mẫu khác cho các nơi này trước."
        )
    open_papers = Q(status=OfficialPaper.Status.DRAFT, letterhead__profile=entry.key)
    if OfficialPaper.objects.filter(open_papers).exists():
        raise IllegalMove("Mẫu đang dùng cho văn bản còn đang soạn.")


def changes(before: Entry | None, value: HeadingProfile | Letterhead) -> dict[str, list[Any]]:
    """What the trail keeps: each changed part, before and after."""
    was: Mapping[str, Any] = before.value.to_dict() if before else {}
    return {name: [was.get(name), new] for name, new in value.to_dict().items() if was.get(name) != new}


def free_key(kind: str, name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:32] or "mau"
    taken = {entry.key for entry in entries(kind)}
    return next(
        key for n in range(1, len(taken) + 2) if (key := f"{stem}_{n}" if n > 1 else stem) not in taken
    )
