"""The office's own sentences: read, added, changed, put in order, retired."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.workflow import remarks, selectors
from hoaxa_danvan.workflow.drafts import with_version
from hoaxa_danvan.workflow.forms import RemarkForm
from hoaxa_danvan.workflow.models import CannedRemark, Stale


@post_may("workflow.view_cannedremark")
def remark_list(request: MemberRequest) -> HttpResponse:
    context = {"rows": selectors.remarks_of_office()}
    return render(request, "workflow/remark_list.html", context)


@post_may("workflow.change_cannedremark")
def remark_add(request: MemberRequest) -> HttpResponse:
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remarks.add_remark(fields=form.typed, by=request.acting, at=timezone.now())
        messages.success(request, "Đã thêm câu góp ý.")
        return redirect("workflow:remark-list")
    return remark_form(request, form)


@post_may("workflow.change_cannedremark")
def remark_change(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CannedRemark, pk=pk)
    form = RemarkForm(request.POST or None, instance=CannedRemark.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            remarks.change_remark(
                row, version=version, fields=form.typed, by=request.acting, at=timezone.now()
            )
        except Stale as error:
            fresh = CannedRemark.objects.get(pk=pk)
            form.add_error(None, f"{error.message} Bản đang lưu: “{fresh.text}”")
            form.data = with_version(request.POST, fresh.version)
        else:
            messages.success(request, "Đã lưu câu góp ý.")
            return redirect("workflow:remark-list")
    return remark_form(request, form, row)


def remark_form(request: MemberRequest, form: RemarkForm, row: CannedRemark | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "workflow/remark_form.html", {"form": form, "remark": row}, status=status)
