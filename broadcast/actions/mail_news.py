"""Mail what is new for a station to those of its operators who asked for that."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from broadcast.access import stations_of
from broadcast.models import NewsMail, NewsMailed
from broadcast.news import news_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db import models

    from broadcast.models import Station
    from broadcast.news import News
    from cms.accounts.models import User

logger = logging.getLogger(__name__)

# A server that does not answer within its own time has lost the mail to the next try.
LEASE = timedelta(minutes=5)


class NoAddress(Exception):
    """Raised where a person without a mail address asks for mail; nothing was written."""


@transaction.atomic
def choose_news_mail(*, station: Station, wanted: bool, by: User, now: datetime) -> None:
    """Begin or end sending what is new from now on. Raise PermissionDenied, `NoAddress`."""
    if not stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied
    if not wanted:
        NewsMail.objects.filter(station=station, to=by).delete()
        return
    if not by.email:
        raise NoAddress(_("Your account has no mail address: ask the administrator to add it."))
    NewsMail.objects.get_or_create(station=station, to=by, defaults={"since": now})


def mail_news(*, clock: Callable[[], datetime]) -> int:
    """Send each who asked one mail with what is unread and new to them; return how many went out.

    Outside any transaction. Each is taken by its row before it is sent; a worker that dies
    between sending and saying so sends again after the lease, and what cannot be sent is
    tried again. Who operates the station no more, or has no address any more, gets none.
    """
    if not settings.LOA_SENDS_MAIL:
        return 0
    return sum(_send(pk, clock) for pk in list(_free(clock()).values_list("pk", flat=True)))


def _free(now: datetime) -> models.QuerySet[NewsMail]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return NewsMail.objects.filter(free, to__is_active=True).exclude(to__email="").order_by("pk")


def _send(pk: int, clock: Callable[[], datetime]) -> bool:
    now = clock()
    if not _free(now).filter(pk=pk).update(lease_until=now + LEASE):
        return False
    mail = NewsMail.objects.select_related("to", "station__area").get(pk=pk)
    news = _unsent(mail, now) if stations_of(mail.to).filter(pk=mail.station_id).exists() else []
    try:
        if news:
            _mail_of(mail, news).send()
    except (SMTPException, OSError) as fault:
        logger.warning("news of %s is not sent: %s", mail, fault)
        news = []
    with transaction.atomic():
        NewsMailed.objects.bulk_create(
            [NewsMailed(mail=mail, key=each.key, at=now) for each in news], ignore_conflicts=True
        )
        NewsMail.objects.filter(pk=pk).update(lease_until=None)
    return bool(news)


def _unsent(mail: NewsMail, now: datetime) -> list[News]:
    sent = {*mail.sent.values_list("key", flat=True)}
    return [
        each
        for each in news_of(mail.station, mail.to, now)
        if each.at >= mail.since and not each.read and each.key not in sent
    ]


def _mail_of(mail: NewsMail, news: list[News]) -> EmailMessage:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    address = f"{base}{reverse('portal:news', args=[mail.station.code])}"
    title = _("New for %(station)s: %(what)s") % {
        "station": mail.station.name,
        "what": news[0].kind.label,
    }
    return EmailMessage(
        # A name may hold line breaks, a header may not.
        subject=" ".join(f"[Loa] {title}".split()),
        body=render_to_string(
            "broadcast/mail/news.txt", {"mail": mail, "news": news, "address": address}
        ),
        to=[mail.to.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
