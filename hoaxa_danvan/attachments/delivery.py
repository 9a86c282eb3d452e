"""The bytes of a file on their way out. Whether this reader may have them is asked before."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from hoaxa_danvan.attachments.models import Evidence

# Kept by this reader's browser, but asked for anew each time: a right may have ended.
FOR_ONE_READER = "private, no-cache"
# A consent that is taken back must not live on in caches for long.
FOR_EVERYONE = "public, max-age=300"


def deliver(
    request: HttpRequest,
    evidence: Evidence,
    kept: FieldFile,
    *,
    cache: str = FOR_ONE_READER,
    filename: str = "",
) -> HttpResponseBase:
    """A photo inline, a PDF as a download; 404 when the disk has lost it."""
    etag = f'"{evidence.sha256}-{kept.field.name}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    try:
        stream = kept.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream,
        as_attachment=not evidence.is_photo,
        filename=filename or evidence.original_name,
        content_type=evidence.content_type,
    )
    response["ETag"] = etag
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return response
