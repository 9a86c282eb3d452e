from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hoaxa_danvan.accounts import selectors, services
from hoaxa_danvan.accounts.filters import UnitFilter
from hoaxa_danvan.accounts.forms import UnitForm, UnitKindForm
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import Unit, UnitEnding, UnitKind
from hoaxa_danvan.accounts.profiles import heading_name
from hoaxa_danvan.accounts.tables import UnitKindTable, UnitTable
from hoaxa_danvan.accounts.views.answers import conflict_page, done, form_page
from hoaxa_danvan.lib.lists import UnsearchedFilter, render_list

VIEW, MANAGE = "accounts.view_units", "accounts.manage_accounts"


@post_may(VIEW)
def unit_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        Unit.objects.for_list(),
        template="accounts/unit_list.html",
        table_class=UnitTable,
        filter_class=UnitFilter,
        context={"may_manage": request.acting.may(MANAGE)},
    )


@post_may(VIEW)
def unit_detail(request: MemberRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("kind", "steered_by"), pk=pk)
    context = {
        "unit": unit,
        "former_names": unit.former_names.all(),
        "steers": Unit.objects.existing(timezone.localdate()).filter(steered_by=unit),
        "linked": unit.linked.all(),
        "steerings": unit.steerings.select_related("steered_by"),
        "ending": UnitEnding.objects.filter(unit=unit).select_related("successor", "by__person").first(),
        "predecessors": unit.predecessors.order_by("-until", "sort_key"),
        "posts": selectors.posts_by_time(unit.appointments.all(), day=timezone.localdate()),
        "heading_name": heading_name(unit.heading_profile or unit.kind.heading_profile),
        "may_manage": request.acting.may(MANAGE),
    }
    return render(request, "accounts/unit_detail.html", context)


@post_may(MANAGE)
def unit_create(request: MemberRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    unit = done(
        form,
        lambda: services.create_unit(
            fields=form.values, linked=form.cleaned_data["linked"], by=request.acting, at=timezone.now()
        ),
    )
    if unit is None:
        return form_page(request, "accounts/unit_form.html", form)
    messages.success(request, f"Đã thêm {unit}.")
    return redirect(unit)


@post_may(MANAGE)
def unit_change(request: MemberRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitForm(request.POST or None, instance=get_object_or_404(Unit, pk=pk))
    try:
        saved = done(form, lambda: save_unit(unit, form=form, request=request))
    except services.Stale as clash:
        return conflict_page(request, "accounts/unit_form.html", form, clash, unit=unit)
    if saved is None:
        return form_page(request, "accounts/unit_form.html", form, unit=unit)
    messages.success(request, "Đã lưu.")
    return redirect(saved)


def save_unit(unit: Unit, *, form: UnitForm, request: MemberRequest) -> Unit:
    given = form.cleaned_data
    arguments: dict[str, Any] = {
        "version": given["version"],
        "fields": form.values,
        "linked": given["linked"],
        "by": request.acting,
        "at": timezone.now(),
    }
    if given["renamed"]:
        return services.rename_unit(unit, renamed_on=given["renamed_on"], **arguments)
    return services.change_unit(unit, **arguments)


@post_may(MANAGE)
def unit_kind_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        selectors.kinds_with_counts(day=timezone.localdate()),
        template="accounts/unit_kind_list.html",
        table_class=UnitKindTable,
        filter_class=UnsearchedFilter,
    )


@post_may(MANAGE)
def unit_kind_change(request: MemberRequest, pk: int) -> HttpResponse:
    kind = get_object_or_404(UnitKind, pk=pk)
    form = UnitKindForm(request.POST or None, instance=kind)
    try:
        saved = done(
            form,
            lambda: services.change_unit_kind(
                kind,
                version=form.cleaned_data["version"],
                fields=form.values,
                by=request.acting,
                at=timezone.now(),
            ),
        )
    except services.Stale as clash:
        return conflict_page(request, "accounts/unit_kind_form.html", form, clash, kind=kind)
    if saved is None:
        return form_page(request, "accounts/unit_kind_form.html", form, kind=kind)
    messages.success(request, "Đã lưu.")
    return redirect("accounts:unit-kind-list")
