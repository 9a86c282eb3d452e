"""What is typed and not yet saved is kept for its own person, and handed back as it was."""

import json
from datetime import timedelta

import pytest
from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from hoaxa_danvan.workflow.drafts import as_post, autosave, quiet, with_version
from hoaxa_danvan.workflow.models import Draft, IllegalMove
from hoaxa_danvan.workflow.services import LARGEST_DRAFT, drop_draft, find_draft, keep_draft
from tests.factories import AppointmentFactory
from tests.workflow.conftest import AT


def keep(by, text="Đang gõ", **kwargs):
    return keep_draft(by=by, form="unitplan-1", payload={"summary": [text]}, at=AT, **kwargs)


def test_a_draft_is_kept_once_per_form_and_grows(officer):
    keep(officer)
    draft = keep(officer, "Đang gõ tiếp", target_id=0, base_version=3)

    assert Draft.objects.get() == draft == find_draft(by=officer, form="unitplan-1")
    assert (draft.payload, draft.base_version, draft.saved_at) == ({"summary": ["Đang gõ tiếp"]}, 3, AT)


def test_a_draft_belongs_to_one_person_in_one_unit(officer, head):
    keep(officer)
    elsewhere = AppointmentFactory(person=officer.person)

    assert find_draft(by=head, form="unitplan-1") is None
    assert find_draft(by=elsewhere, form="unitplan-1") is None
    assert find_draft(by=officer, form="unitplan-2") is None

    drop_draft(by=head, form="unitplan-1")
    assert find_draft(by=officer, form="unitplan-1")
    drop_draft(by=officer, form="unitplan-1")
    assert not Draft.objects.exists()


def test_a_draft_has_a_size(officer):
    with pytest.raises(IllegalMove, match="quá dài"):
        keep(officer, "x" * (LARGEST_DRAFT + 1))


def test_kept_fields_come_back_as_if_posted(officer):
    draft = keep_draft(by=officer, form="f", payload={"a": ["1", "2"], "b": ["x"]}, at=AT)

    data = as_post(draft)

    assert (data.getlist("a"), data["b"]) == (["1", "2"], "x")


def request_of(post, data):
    request = RequestFactory().post("/", data)
    request.acting = post
    return request


def test_autosave_keeps_the_fields_without_the_token_and_says_when(officer):
    request = request_of(officer, {"summary": "Gõ", "version": "4", "csrfmiddlewaretoken": "bí mật"})

    answer = autosave(request, form="unitplan-1", target_id=1, current_version=4)

    draft = Draft.objects.get()
    assert draft.payload == {"summary": ["Gõ"], "version": ["4"]}
    assert (draft.base_version, draft.target_id) == (4, 1)
    assert timezone.now() - draft.saved_at < timedelta(minutes=1)
    assert json.loads(answer.content) == {"saved_at": f"{timezone.localtime(draft.saved_at):%H:%M}"}


@pytest.mark.parametrize("version", ["3", "", "x", "-1", "9" * 40, "٣"])
def test_autosave_of_an_older_page_keeps_the_text_and_tells_of_the_other_save(officer, version):
    request = request_of(officer, {"summary": "Gõ", "version": version})

    answer = autosave(request, form="unitplan-1", target_id=1, current_version=4)

    assert answer.status_code == 409
    assert json.loads(answer.content)["conflict"]
    assert Draft.objects.get().payload["summary"] == ["Gõ"]


def test_autosave_says_when_it_is_too_long(officer):
    answer = autosave(request_of(officer, {"summary": "x" * (LARGEST_DRAFT + 1)}), form="f")

    assert answer.status_code == 413
    assert "quá dài" in json.loads(answer.content)["message"]


def test_what_is_shown_quietly_is_not_judged_yet():
    class Row(forms.Form):
        what = forms.CharField()

    rows = formset_factory(Row)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-what": "Gõ"})
    row = Row({"what": ""})

    quiet(row, rows)

    assert row.errors == {}
    assert [form.errors for form in rows.forms] == [{}, {}]
    assert rows.non_form_errors() == []
    assert rows.forms[0]["what"].value() == "Gõ"


def test_what_was_typed_can_be_put_upon_another_version():
    typed = QueryDict("version=3&summary=G%C3%B5")

    fresh = with_version(typed, 7)

    assert (fresh["version"], fresh["summary"], typed["version"]) == ("7", "Gõ", "3")
