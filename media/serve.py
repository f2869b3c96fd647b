"""Send a private file: whole, or one byte range of it, never twice the same bytes for nothing.

RFC 9110: the hash is the strong ETag; `If-None-Match` answers 304, `Range` with an
optional `If-Range` answers 206. Several ranges in one request are answered with
the whole file, which the RFC allows and players never ask for.
"""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from media.s3 import S3Files
from media.storage import private_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK_BYTES = 256 * 1024


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the half-open span that `header` asks for, or None to send everything.

    Raise ValueError where the range lies outside the file (416).
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0:
            raise ValueError(header)
        return max(0, size - int(last)), size
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise ValueError(header)
    return start, min(size, int(last) + 1) if last else size


def _chunks(name: str, start: int, stop: int) -> Iterator[bytes]:
    with private_files().open(name) as file:
        file.seek(start)
        left = stop - start
        while left > 0 and (chunk := file.read(min(_CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk


def private_file(
    request: HttpRequest,
    *,
    name: str,
    sha256: str,
    size: int,
    content_type: str,
    download_as: str = "",
) -> HttpResponseBase:
    """Answer `request` with the stored file `name`, whose hash and length are known."""
    return ranged_file(
        request,
        etag=sha256,
        size=size,
        read=partial(_chunks, name),
        content_type=content_type,
        download_as=download_as,
        accelerated=f"{settings.LOA_ACCEL_PREFIX}{name}" if settings.LOA_ACCEL_PREFIX else "",
        moved_to=_store_address(name, content_type, download_as),
    )


def _store_address(name: str, content_type: str, download_as: str) -> str:
    """Return a signed address at which the store itself sends the file, where it may."""
    store = private_files()
    if not (settings.LOA_STORE_ADDRESSES and isinstance(store, S3Files)):
        return ""
    answer = {"ResponseContentType": content_type}
    disposition = content_disposition_header(as_attachment=bool(download_as), filename=download_as)
    if disposition:
        answer["ResponseContentDisposition"] = disposition
    return str(store.url(name, parameters=answer))


def sends_first_byte(response: HttpResponseBase) -> bool:
    """Whether the file's first byte goes out: what a broken line resumes is one taking."""
    ranged = response.headers.get("Content-Range", "")
    if ranged:
        return ranged.startswith("bytes 0-")
    return response.status_code == HTTPStatus.OK


def ranged_file(
    request: HttpRequest,
    *,
    etag: str,
    size: int,
    read: Callable[[int, int], Iterator[bytes]],
    content_type: str,
    download_as: str = "",
    accelerated: str = "",
    moved_to: str = "",
) -> HttpResponseBase:
    """Answer `request` with a file of `size` bytes of which `read(start, stop)` yields any span.

    The same `etag` promises the same bytes for ever. Where the file lies in the
    store, `accelerated` is its address for the reverse proxy; `moved_to` is one at which
    the store sends it without us, for a short time, so whoever resumes asks here again.
    """
    etag = f'"{etag}"'
    kept = {"ETag": etag, "Cache-Control": "private, max-age=31536000, immutable"}
    known = parse_etags(request.headers.get("If-None-Match", ""))
    # A proxy that compresses makes the tag it hands on a weak one.
    if {"*", etag, f"W/{etag}"} & set(known):
        return HttpResponseNotModified(headers=kept)
    if moved_to:
        return HttpResponse(
            status=HTTPStatus.FOUND, headers={"Location": moved_to, "Cache-Control": "no-store"}
        )
    headers = {
        **kept,
        "Accept-Ranges": "bytes",
        # Never run as a page, whatever was uploaded.
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    disposition = content_disposition_header(as_attachment=bool(download_as), filename=download_as)
    if disposition:
        headers["Content-Disposition"] = disposition
    if accelerated:
        headers["X-Accel-Redirect"] = accelerated
        return HttpResponse(content_type=content_type, headers=headers)
    span = None
    wanted = request.headers.get("Range", "")
    if wanted and request.method == "GET" and request.headers.get("If-Range", etag) == etag:
        try:
            span = parse_range(wanted, size)
        except ValueError:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, stop = span or (0, size)
    if span:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    body = iter(()) if request.method == "HEAD" else read(start, stop)
    return StreamingHttpResponse(
        body, status=206 if span else 200, content_type=content_type, headers=headers
    )
