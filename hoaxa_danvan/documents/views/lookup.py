from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hoaxa_danvan.documents.forms.lookup import LookupForm
from hoaxa_danvan.documents.selectors.documents import Standing, standing_of


@login_not_required
@require_safe
def lookup_form(request: HttpRequest) -> HttpResponse:
    """For whoever has the code but no camera."""
    if "ma" not in request.GET:
        return answer(request, form=LookupForm())
    form = LookupForm(request.GET)
    if not form.is_valid():
        return answer(request, form=form, status=422)
    return redirect("documents:lookup", form.cleaned_data["ma"])


@login_not_required
@require_safe
def lookup(request: HttpRequest, code: str) -> HttpResponse:
    """What anyone with the code may know of an issued paper: number, date, title, hash, whether it counts."""
    standing = standing_of(code)
    if standing is None:
        form = LookupForm(initial={"ma": code[:16]})
        return answer(request, code=code[:16], form=form, status=404)
    return answer(request, standing=standing)


def answer(
    request: HttpRequest,
    *,
    standing: Standing | None = None,
    form: LookupForm | None = None,
    code: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page that search engines leave alone, and that tells no other site where it was read."""
    context = {"standing": standing, "form": form, "code": code, "has_errors": status == 422}
    response = render(request, "documents/lookup.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
