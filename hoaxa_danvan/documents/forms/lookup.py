from django import forms

from hoaxa_danvan.lib.forms import PortalForm


class LookupForm(PortalForm):
    """The code of an issued paper, typed as it is printed or in any groups."""

    ma = forms.CharField(
        label="Mã tra cứu",
        max_length=60,
        help_text="Mười chữ và số in cạnh mã QR ở cuối trang đầu của văn bản.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_ma(self) -> str:
        code = "".join(letter for letter in self.cleaned_data["ma"].upper() if letter.isalnum())
        if not code:
            raise forms.ValidationError("Vui lòng nhập mã tra cứu.")
        return code[:16]
