from datetime import date
from decimal import Decimal

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from pytest_django.asserts import assertInHTML, assertNotInHTML

from hoaxa_danvan.lib.forms import (
    NO_SECRETS,
    NameField,
    PortalForm,
    RowsMixin,
    UploadField,
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
    error_items,
    with_extra_row,
)
from hoaxa_danvan.lib.numbers import NOT_A_NUMBER


class TaskForm(PortalForm):
    what = forms.CharField(label="Việc làm", max_length=20)
    target = VietnameseDecimalField(label="Chỉ tiêu", help_text="Ví dụ: 1.234,5")
    due = VietnameseDateField(label="Thời hạn", required=False)
    manner = forms.ChoiceField(
        label="Cách làm",
        widget=forms.RadioSelect,
        choices=[("own", "Kế hoạch riêng"), ("joint", "Kế hoạch chung")],
    )
    unit = forms.ChoiceField(label="UBND xã", choices=[("", "Chọn"), ("1", "Văn phòng")])
    checked = forms.BooleanField(label="Đã kiểm tra")


GOOD = {
    "what": "Vệ sinh đường làng",
    "target": "1.234,5",
    "due": "5/6/2026",
    "manner": "own",
    "unit": "1",
    "checked": "on",
}


class Rows(RowsMixin, forms.BaseFormSet):
    pass


TaskRows = formset_factory(TaskForm, formset=Rows, extra=1, can_delete=True)


def test_what_is_typed_the_vietnamese_way_is_understood():
    form = TaskForm(GOOD)

    assert form.is_valid()
    assert form.cleaned_data["target"] == Decimal("1234.5")
    assert form.cleaned_data["due"] == date(2026, 6, 5)


def test_a_stored_value_is_shown_the_vietnamese_way():
    html = render_crispy_form(TaskForm(initial={"target": Decimal("1234.50"), "due": date(2026, 6, 5)}))

    assert 'value="1.234,5"' in html
    assert 'value="05/06/2026"' in html


def test_an_unchanged_figure_is_no_change():
    form = TaskForm(
        GOOD, initial={**GOOD, "target": Decimal("1234.5"), "due": date(2026, 6, 5), "checked": True}
    )

    assert form.changed_data == []


@pytest.mark.parametrize("typed", ["31/02/2026", "06/2026", "5/6/0226", "hôm nay"])
def test_a_day_that_is_not_in_the_calendar_is_refused_with_an_example(typed):
    form = TaskForm({**GOOD, "due": typed})

    assert form.errors == {"due": ["Vui lòng nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/06/2026."]}


def test_a_count_is_whole_and_not_negative():
    field = VietnameseIntegerField()

    assert field.clean("1.234") == 1234
    for typed in ["1,5", "-1", "1.5", "9" * 40]:
        with pytest.raises(forms.ValidationError):
            field.clean(typed)


def test_what_is_missing_is_asked_for_by_its_name():
    form = TaskForm({})

    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "what": ["Vui lòng nhập việc làm."],
        "target": ["Vui lòng nhập chỉ tiêu."],
        "manner": ["Vui lòng chọn cách làm."],
        "unit": ["Vui lòng chọn UBND xã."],
        "checked": ["Vui lòng đánh dấu ô “Đã kiểm tra”."],
    }


def test_a_name_is_one_field_made_regular():
    assert NameField().clean("  Nguye\u0302\u0303n  Va\u0306n   A ") == "Nguyễn Văn A"


def test_every_upload_says_what_must_not_be_uploaded():
    assert UploadField().help_text == NO_SECRETS
    assert UploadField(help_text="Tệp PDF.").help_text == f"Tệp PDF. {NO_SECRETS}"
    assert UploadField(photo=True).widget.attrs == {
        "data-shrink": "1600",
        "accept": "image/jpeg,image/png,image/heic,image/heif",
    }


def test_a_field_points_at_its_hint_and_its_error():
    html = render_crispy_form(TaskForm({**GOOD, "target": "1.5"}))

    assert 'aria-describedby="id_target_helptext id_target_error"' in html
    assert 'id="id_target_helptext"' in html
    assert 'id="id_target_error"' in html
    assert html.count('aria-invalid="true"') == 1


def test_a_group_of_boxes_points_at_its_error_too():
    html = render_crispy_form(TaskForm({**GOOD, "manner": ""}))

    assert '<fieldset id="div_id_manner" class="mb-3 has-error" aria-describedby="id_manner_error">' in html


def test_only_what_may_be_left_out_is_marked():
    html = render_crispy_form(TaskForm())

    assertInHTML('<span class="optional">(không bắt buộc)</span>', html, count=1)
    assertInHTML(
        '<label for="id_due" class="form-label">Thời hạn <span class="optional">(không bắt buộc)</span></label>',
        html,
    )


def test_the_browser_does_not_answer_in_its_own_language():
    assert "<form  novalidate method=" in render_crispy_form(TaskForm())


def test_a_form_names_the_place_that_saves_it():
    form = TaskForm()
    form.helper.autosave("/luu-nhap/", key="plan-7")

    html = render_crispy_form(form)

    assert 'data-autosave-url="/luu-nhap/"' in html
    assert 'data-autosave-key="plan-7"' in html


def test_the_summary_names_each_error_once_and_leads_to_its_field():
    form = TaskForm({**GOOD, "what": "", "target": "1.5", "manner": ""})
    form.add_error(None, "Kế hoạch đã gửi.")

    assert list(error_items(form)) == [
        ("id_what", "Vui lòng nhập việc làm."),
        (
            "id_target",
            f"Chỉ tiêu: {NOT_A_NUMBER}",
        ),
        ("id_manner_0", "Vui lòng chọn cách làm."),
        ("", "Kế hoạch đã gửi."),
    ]


def rows_data(**changes):
    data = QueryDict(mutable=True)
    data.update({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    data.update({f"form-0-{name}": value for name, value in {**GOOD, **changes}.items()})
    return data


def test_the_summary_says_in_which_row_an_error_stands():
    rows = TaskRows(rows_data(what=""))

    assert list(error_items(rows)) == [("id_form-0-what", "Dòng 1: Vui lòng nhập việc làm.")]


def test_one_more_row_keeps_what_was_typed():
    rows = TaskRows(with_extra_row(rows_data(), "form"))

    assert len(rows.forms) == 2
    assert rows.forms[0]["what"].value() == "Vệ sinh đường làng"
    assert rows.forms[1]["what"].value() is None


@pytest.mark.parametrize("count", ["", "-1", "x", "²"])
def test_one_more_row_survives_a_spoilt_count(count):
    data = rows_data()
    data["form-TOTAL_FORMS"] = count

    assert with_extra_row(data, "form")["form-TOTAL_FORMS"] == "1"


def test_a_row_is_taken_out_in_vietnamese():
    assert TaskRows().forms[0].fields["DELETE"].label == "Bỏ dòng này"


def test_a_search_form_marks_nothing_as_optional():
    form = TaskForm()
    form.helper.hide_optional = True

    assertNotInHTML('<span class="optional">(không bắt buộc)</span>', render_crispy_form(form))
