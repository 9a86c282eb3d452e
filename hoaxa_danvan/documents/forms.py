from django import forms

from hoaxa_danvan.documents.flows import FLOWS


class StartForm(forms.Form):
    """Which kind of paper is begun about what; `target_type` names the class for whoever reads the page."""

    kind = forms.CharField(max_length=20)
    target_type = forms.CharField(max_length=100)
    target_id = forms.IntegerField(min_value=1, max_value=2**62)

    def clean(self) -> None:
        flow = FLOWS.get(self.cleaned_data.get("kind", ""))
        if flow is None or flow.target_model != self.cleaned_data.get("target_type"):
            raise forms.ValidationError("Không có loại văn bản này.")
