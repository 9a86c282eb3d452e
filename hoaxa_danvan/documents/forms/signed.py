from hoaxa_danvan.lib.forms import PortalForm, UploadField


class SignedCopyForm(PortalForm):
    """The signed paper as it came back."""

    file = UploadField(
        label="Bản đã ký",
        accept="application/pdf,image/jpeg,image/png,image/heic",
        help_text="Bản quét (PDF, ảnh) hoặc tệp PDF ký số.",
    )
