"""What a program is told when it is refused: one sentence, and the field it is about, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, HttpError, ValidationError

if TYPE_CHECKING:
    from django.http import HttpResponse
    from ninja import NinjaAPI

UNPROCESSABLE = 422
_UNAUTHORIZED, _NOT_FOUND = 401, 404

NEEDED = {
    "code": gettext_lazy("A station code of letters, digits, hyphens and underscores is needed."),
    "day": gettext_lazy("A day such as 2025-03-03 is needed."),
    "week": gettext_lazy("An ISO week such as 2025-W10 is needed."),
    "sha256": gettext_lazy("A SHA-256 of 64 lower-case hexadecimal digits is needed."),
    "edition": gettext_lazy("The number of an edition, from 1 on, is needed."),
    "since": gettext_lazy("The number of an edition, from 1 on, is needed."),
    "variant": gettext_lazy("The only variant is small."),
    "id": gettext_lazy("A UUID is needed."),
    "slot_id": gettext_lazy("The id of a slot is needed."),
    "position": gettext_lazy("The position of an entry, from 0 on, or null is needed."),
    "outcome": gettext_lazy("One of aired, partly and not_aired is needed."),
    "reason": gettext_lazy("A text or null is needed."),
    "started_at": gettext_lazy(
        "A moment with its offset such as 2025-03-03T05:00:00+07:00 is needed."
    ),
    "ended_at": gettext_lazy(
        "A moment with its offset such as 2025-03-03T05:00:00+07:00, or null, is needed."
    ),
}


class Refused(HttpError):
    """Raised with one sentence and the field it is about."""

    def __init__(self, status: int, message: str, *, field: str | None = None) -> None:
        super().__init__(status, message)
        self.field = field


def handle_errors(api: NinjaAPI) -> None:
    api.add_exception_handler(AuthenticationError, _unauthorized)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _refused)


@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponse:
    return _not_found(request, Http404())


def _unauthorized(request: HttpRequest, _error: object) -> HttpResponse:
    del request
    response = _problem(
        _UNAUTHORIZED, _("A valid station token, a signed address or a sign-in is needed.")
    )
    response["WWW-Authenticate"] = 'Bearer realm="Loa"'
    return response


def _not_found(request: HttpRequest, _error: object) -> HttpResponse:
    """Say the same of what is not there and of what is somebody else's."""
    del request
    return _problem(_NOT_FOUND, _("There is nothing here, or it is another station's."))


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Tell the first field that is wrong, in words of our own."""
    del request
    assert isinstance(error, ValidationError)  # noqa: S101 - never the class itself
    field = next((name for name in reversed(error.errors[0]["loc"]) if name in NEEDED), None)
    sentence = _("The request is not as described.") if field is None else str(NEEDED[field])
    return _problem(UNPROCESSABLE, sentence, field=field)


def _refused(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    del request
    if isinstance(error.__cause__, Refused):
        # Ninja wraps whatever its parser raised.
        error = error.__cause__
    assert isinstance(error, HttpError)  # noqa: S101 - never the class itself
    return _problem(error.status_code, str(error), field=getattr(error, "field", None))


def _problem(status: int, sentence: str, *, field: str | None = None) -> HttpResponse:
    body = {"detail": sentence} | ({} if field is None else {"field": field})
    return JsonResponse(
        body,
        status=status,
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "no-store"},
    )
