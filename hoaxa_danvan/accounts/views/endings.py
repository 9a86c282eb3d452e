"""Units merged, closed, steered by another: first what would move and what stays, then one button."""

import hashlib
import json
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.forms import CloseForm, MergeForm, SteerForm
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import Unit, UnitEnding
from hoaxa_danvan.accounts.views.answers import done

MANAGE = "accounts.manage_accounts"
# What a change does, unit by unit: (whose, [(“Chuyển sang”, sentences), …]).
Effects = list[tuple[str, list[tuple[str, list[str]]]]]


@post_may(MANAGE)
def unit_merge(request: MemberRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = MergeForm(request.POST or None, unit=unit)
    words = {"title": f"Sáp nhập {unit}", "confirm": "Xác nhận sáp nhập", "done": "Đã sáp nhập."}
    return answer(request, unit, form, partial(merge, unit, form, request), words)


def merge(unit: Unit, form: MergeForm, request: MemberRequest) -> Effects:
    data, at = form.cleaned_data, timezone.now()
    other = data["other"]
    if data["result"] == MergeForm.NEW:
        fields = {"name": data["new_name"], "kind": data["new_kind"]}
        endings = services.merge_into_new_unit(
            [unit, other], fields=fields, ground=form.ground(), by=request.acting, at=at
        )
    else:
        ends, stays = (other, unit) if data["result"] == MergeForm.THIS else (unit, other)
        endings = services.merge_units([ends], into=stays, ground=form.ground(), by=request.acting, at=at)
    return effects(endings)


@post_may(MANAGE)
def unit_close(request: MemberRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = CloseForm(request.POST or None)
    words = {
        "title": f"Kết thúc hoạt động: {unit}",
        "confirm": "Xác nhận kết thúc",
        "done": "Đã ghi kết thúc.",
    }
    return answer(request, unit, form, partial(close, unit, form, request), words)


def close(unit: Unit, form: CloseForm, request: MemberRequest) -> Effects:
    return effects([services.close_unit(unit, ground=form.ground(), by=request.acting, at=timezone.now())])


@post_may(MANAGE)
def unit_steer(request: MemberRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("steered_by"), pk=pk)
    form = SteerForm(request.POST or None, unit=unit)
    words = {"title": f"Đổi đơn vị chỉ đạo: {unit}", "confirm": "Xác nhận thay đổi", "done": "Đã lưu."}
    return answer(request, unit, form, partial(steer, unit, form, request), words)


def steer(unit: Unit, form: SteerForm, request: MemberRequest) -> Effects:
    data = form.cleaned_data
    before, after = unit.steered_by, data["steered_by"]
    services.steer_unit(unit, **data, by=request.acting, at=timezone.now())
    day = f"{data['since']:%d/%m/%Y}"
    found = []
    if after:
        found.append(("Chuyển sang", [f"Từ ngày {day} {after} theo dõi, đôn đốc và tổng hợp của {unit}"]))
    if before:
        found.append(("Kết thúc", [f"{before} thôi xem tình hình gửi, thôi đôn đốc {unit}"]))
    found.append(("Giữ nguyên", ["Việc phải gửi, văn bản đã gửi và mọi cương vị của đơn vị"]))
    return [(str(unit), found)]


def effects(endings: list[UnitEnding]) -> Effects:
    return [(f"{ending.unit}: {ending}", ending.by_fate()) for ending in endings]


def answer(
    request: MemberRequest,
    unit: Unit,
    form: BaseForm,
    carry_out: Callable[[], Effects],
    words: dict[str, str],
) -> HttpResponse:
    """Show what would happen; do it only when that very list has been confirmed."""
    found = done(form, lambda: services.foreseen(carry_out)) if request.method == "POST" else None
    context = {"unit": unit, "form": form, "words": words}
    if found is None:
        return render(request, "accounts/unit_ending.html", context, status=422 if form.errors else 200)
    seal = hashlib.sha256(json.dumps(found).encode()).hexdigest()[:24]
    confirmed = request.POST.get("confirm", "")
    if confirmed == seal and done(form, carry_out) is not None:
        messages.success(request, words["done"])
        return redirect(unit)
    context |= {"effects": found, "seal": seal, "is_other": bool(confirmed) and confirmed != seal}
    return render(request, "accounts/unit_ending.html", context, status=422 if form.errors else 200)
