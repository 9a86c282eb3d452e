from django import forms

from hoaxa_danvan.lib.forms import PortalForm


class LookupForm(PortalForm):
    """The code of an issued paper, typed in any groups, or the whole address that is printed."""

    ma = forms.CharField(
        label="Mã tra cứu",
        max_length=200,
        help_text="Mười chữ và số ở cuối địa chỉ in cạnh mã QR, cuối trang đầu của văn bản.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_ma(self) -> str:
        typed = self.cleaned_data["ma"].upper().rstrip("/ ").rpartition("/")[2]
        code = "".join(letter for letter in typed if letter.isalnum())
        if not code:
            raise forms.ValidationError("Vui lòng nhập mã tra cứu.")
        return code[:16]
