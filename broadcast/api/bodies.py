"""Bodies: one JSON object of a few kilobytes, refused by its length before it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja.parser import Parser

from broadcast.api.errors import UNPROCESSABLE, Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_BYTES = 16 * 1024
_TOO_LARGE = 413


def refuse_oversized(request: HttpRequest) -> None:
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Refused(
            _TOO_LARGE, _("The body is too large: at most %(most)d bytes.") % {"most": MOST_BYTES}
        )


class ObjectParser(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Refused(UNPROCESSABLE, _("The body must be one JSON object."))
        return body
