"""Uploads in pieces over HTTP: tus 1.0, its core with creation and termination.

A person's own uploads and nobody else's: another's is not there.
"""

from __future__ import annotations

import base64
import binascii
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from media.actions.uploads import (
    Busy,
    Unfinished,
    WrongPlace,
    append,
    begin,
    drop,
    finish,
)
from media.models import Asset, Upload
from media.reasons import NotReceived, ReceiveCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

VERSION = "1.0.0"
_PIECE = "application/offset+octet-stream"
_STATUS = {ReceiveCode.TOO_LARGE: 413, ReceiveCode.TOO_MANY: 429, ReceiveCode.NO_SPACE: 507}
# The last one is a line that broke: nobody hears the answer.
_NOT_WRITTEN: dict[type[Exception], int] = {WrongPlace: 409, Busy: 423, UnreadablePostError: 400}
_may_upload = permission_required("media.add_asset", raise_exception=True)


def _tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Speak tus: the version on every answer, no answer kept by anything on the way."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            answer = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            answer = view(request, *args, **kwargs)
        answer.headers.setdefault("Tus-Resumable", VERSION)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return speaking


@require_http_methods(["OPTIONS", "POST"])
@_may_upload
@_tus
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload, or say what is understood here."""
    if request.method == "OPTIONS":
        told = {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,termination",
            "Tus-Max-Size": str(settings.LOA_UPLOAD_MAX_BYTES),
        }
        return HttpResponse(status=204, headers=told)
    size = _number(request.headers.get("Upload-Length", ""))
    told_of = _metadata(request.headers.get("Upload-Metadata", ""))
    if size is None or told_of is None:
        return HttpResponse(status=400)
    replaced = _number(told_of.get("replaces", ""))
    try:
        upload = begin(
            by=request.user,  # type: ignore[arg-type] # permitted, so known
            name=told_of.get("filename", ""),
            size=size,
            title=told_of.get("title", ""),
            replaces=Asset.objects.filter(pk=replaced).first() if replaced else None,
            now=timezone.now(),
        )
    except NotReceived as refused:
        return _refusal(refused)
    return HttpResponse(status=201, headers={"Location": reverse("media:upload", args=[upload.pk])})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@_may_upload
@_tus
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how much has arrived, take the next piece, or give the upload up."""
    row = get_object_or_404(Upload, pk=pk, by=request.user)
    if request.method == "DELETE":
        drop(upload=row)
        return HttpResponse(status=204)
    try:
        if request.method == "HEAD":
            arrived = row.size_bytes if row.asset_id else row.offset
            told = {"Upload-Offset": str(arrived), "Upload-Length": str(row.size_bytes)}
            return HttpResponse(status=200, headers=told)
        return _take(request, row)
    except FileNotFoundError:
        return HttpResponse(status=410)


def _take(request: HttpRequest, row: Upload) -> HttpResponse:
    offset = _number(request.headers.get("Upload-Offset", ""))
    length = _number(request.headers.get("Content-Length", ""))
    if request.headers.get("Content-Type") != _PIECE:
        return HttpResponse(status=415)
    if offset is None or length is None:
        return HttpResponse(status=400)
    try:
        arrived = append(upload=row, offset=offset, stream=request, length=length)
    except tuple(_NOT_WRITTEN) as error:
        return HttpResponse(status=_NOT_WRITTEN[type(error)])
    except NotReceived as refused:
        return _refusal(refused)
    return HttpResponse(status=204, headers={"Upload-Offset": str(arrived)})


@require_POST
@_may_upload
def upload_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the arrived file into the store; say where its page is. Asking again is harmless."""
    row = get_object_or_404(Upload, pk=pk, by=request.user)
    try:
        received = finish(upload=row, now=timezone.now())
    except NotReceived as refused:
        return _refusal(refused)
    except (Busy, Unfinished):
        return HttpResponse(status=409)
    except FileNotFoundError:
        return HttpResponse(status=410)
    told = _("The file was received. Its house file is being made.")
    if not received.created:
        told = _("This file was in the store already; this is its page.")
    address = reverse("media_assets:inspect", args=[received.asset.pk])
    return JsonResponse({"address": address, "told": told, "title": received.asset.title})


def _refusal(refused: NotReceived) -> HttpResponse:
    status = _STATUS.get(refused.code, 422)
    return HttpResponse(str(refused), status=status, content_type="text/plain; charset=utf-8")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - what a database holds


def _metadata(header: str) -> dict[str, str] | None:
    """Read `key base64,key base64`; None where it is not that."""
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    return found
