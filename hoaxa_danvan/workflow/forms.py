from django import forms

from hoaxa_danvan.lib.forms import PortalForm

LONGEST_NOTE = 4000


class NoteForm(PortalForm):
    """An opinion on one field."""

    field = forms.CharField(max_length=100, widget=forms.HiddenInput)
    text = forms.CharField(label="Ý kiến", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(PortalForm):
    """The unit's answer to one opinion."""

    answer = forms.CharField(
        label="Tiếp thu, giải trình", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )


class VersionForm(forms.Form):
    """The version that the person has read, carried by every button that decides."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """Which autosaved text is not wanted any more."""

    form = forms.CharField(max_length=60)
    target_id = forms.IntegerField(min_value=0, max_value=2**62)
