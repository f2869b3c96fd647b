"""Open, change, close and reopen stations.

A station that is open hangs under an open one, if under any: what a district's
station relays must be on air. Closing deletes nothing.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadcast.models import Medium, Station
from media.actions.hold import hold, let_go
from media.models import HoldReason

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Area, Language
    from media.models import Asset

# Children a refusal names before it counts the rest.
_NAMED = 3


class StationRefused(Exception):
    """Raised with one sentence for the person; `field` is the station's field it is about."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def open_station(
    *,
    code: str,
    name: str,
    area: Area,
    languages: Collection[Language],
    by: User | None,
    now: datetime,
    parent: Station | None = None,
    medium: str = Medium.RADIO,
    operators: Collection[User] = (),
    day_start: time = time(4),
    ident: Asset | None = None,
) -> Station:
    """Open a station in an area that is valid on the day of `now`; its code is for good."""
    station = Station(code=code)
    _place(station, area, parent, now)
    _write(
        station,
        name=name,
        medium=medium,
        languages=languages,
        operators=operators,
        day_start=day_start,
        ident=ident,
    )
    _keep_ident(station, None, now)
    log(station, "wagtail.create", user=by, timestamp=now)
    return station


@transaction.atomic
def change_station(
    *,
    station: Station,
    name: str,
    area: Area,
    parent: Station | None,
    medium: str,
    languages: Collection[Language],
    operators: Collection[User],
    day_start: time,
    ident: Asset | None,
    closed: bool,
    by: User | None,
    now: datetime,
) -> Station:
    """Make everything but its code as given; closing and reopening keep their own rules."""
    station = _locked(station)
    ident_before = station.ident_id
    if closed and not station.closed:
        _close(station)
    elif station.closed and not closed:
        station.closed = False
    _place(station, area, parent, now)
    _write(
        station,
        name=name,
        medium=medium,
        languages=languages,
        operators=operators,
        day_start=day_start,
        ident=ident,
    )
    _keep_ident(station, ident_before, now)
    log(station, "wagtail.edit", user=by, timestamp=now, content_changed=True)
    return station


@transaction.atomic
def close_station(*, station: Station, by: User | None, now: datetime) -> Station:
    """Take a station out of planning and keep all it ever aired; closing twice is once.

    Raise `StationRefused` while an open station hangs under it.
    """
    station = _locked(station)
    if not station.closed:
        _close(station)
        station.save(update_fields=["closed"])
        log(station, "wagtail.edit", user=by, timestamp=now, content_changed=True)
    return station


@transaction.atomic
def reopen_station(*, station: Station, by: User | None, now: datetime) -> Station:
    """Take a closed station back into planning; raise `StationRefused` under a closed one."""
    station = _locked(station)
    if station.closed:
        station.closed = False
        _place(station, station.area, station.parent, now)
        station.save(update_fields=["closed"])
        log(station, "wagtail.edit", user=by, timestamp=now, content_changed=True)
    return station


def _locked(station: Station) -> Station:
    return Station.objects.select_for_update().get(pk=station.pk)


def _close(station: Station) -> None:
    names = list(station.children.active().values_list("name", flat=True))
    if names:
        named = ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        raise StationRefused(
            _("Open stations under this one: %(count)d (%(names)s). Close or move them first.")
            % {"count": len(names), "names": named},
            field="closed",
        )
    station.closed = True


def _place(station: Station, area: Area, parent: Station | None, now: datetime) -> None:
    """Put `station` in `area` and under `parent`, which stays locked against closing."""
    today = timezone.localdate(now)
    ended = area.valid_until is not None and area.valid_until < today
    if area.pk != station.area_id and (ended or area.valid_from > today):
        raise StationRefused(
            _("%(area)s is not valid today: choose another area.") % {"area": area},
            field="area",
        )
    station.area = area
    if parent is not None:
        parent = _locked(parent)
        if parent.closed and not station.closed:
            raise StationRefused(
                _("%(parent)s is closed: choose another parent station.") % {"parent": parent},
                field="parent",
            )
        _refuse_circle(station, parent)
    station.parent = parent


def _refuse_circle(station: Station, parent: Station) -> None:
    above: Station | None = parent
    passed: set[int] = set()
    while above is not None and above.pk != station.pk and above.pk not in passed:
        passed.add(above.pk)
        above = above.parent
    if above is not None:
        raise StationRefused(
            _("%(parent)s is this station itself or one under it.") % {"parent": parent},
            field="parent",
        )


def _write(
    station: Station,
    *,
    languages: Collection[Language],
    operators: Collection[User],
    **values: Any,
) -> None:
    if not languages:
        raise StationRefused(_("Choose at least one language."), field="languages")
    for field, value in values.items():
        setattr(station, field, value)
    try:
        station.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        named = None if field == NON_FIELD_ERRORS else field
        raise StationRefused(reasons[0], field=named) from error
    station.save()
    station.languages.set(languages)
    station.operators.set(operators)


def _keep_ident(station: Station, before: int | None, now: datetime) -> None:
    """Hold the ident's file while it is the station's, the one before for its time after."""
    if station.ident_id == before:
        return
    if before is not None:
        until = now + timedelta(days=settings.LOA_WORK_KEPT_DAYS)
        let_go(asset_id=before, reason=HoldReason.STATION, key=station.code, until=until)
    if station.ident_id is not None:
        hold(assets=[station.ident_id], until=None, reason=HoldReason.STATION, key=station.code)
