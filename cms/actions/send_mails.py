"""Send the mails of notices: each once, by whichever worker takes it first."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from cms.models import Notice, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

logger = logging.getLogger(__name__)

# A server that does not answer within its own time has lost the mail to the next try.
LEASE = timedelta(minutes=5)
_MOST = 500
_MOST_LINES = 30


def send_mails(*, clock: Callable[[], datetime]) -> int:
    """Send what waits, outside any transaction; return how many went out.

    Each is taken by its row before it is sent, so two workers never send the same; one
    that dies between sending and saying so sends it again after the lease. A mail that
    cannot be sent is tried `LOA_MAIL_ATTEMPTS` times, its fault stands on the row.
    """
    sent = 0
    for pk in list(
        Notice.objects.to_mail(clock()).order_by("at", "pk").values_list("pk", flat=True)[:_MOST]
    ):
        now = clock()
        taken = Notice.objects.to_mail(now).filter(pk=pk)
        if not taken.update(mail_lease_until=now + LEASE, mail_attempts=F("mail_attempts") + 1):
            continue
        notice = Notice.objects.select_related("to", "by").get(pk=pk)
        try:
            mail_of(notice).send()
        except (SMTPException, OSError) as fault:
            logger.warning("mail of notice %s is not sent: %s", pk, fault)
            Notice.objects.filter(pk=pk).update(mail_fault=str(fault)[:255])
        else:
            Notice.objects.filter(pk=pk).update(mailed_at=clock(), mail_fault="")
            sent += 1
    return sent


def mail_of(notice: Notice) -> EmailMultiAlternatives:
    """Return the mail of one notice: plain text, and the same as simple HTML."""
    context = {
        "notice": notice,
        "lines": _unread(notice) if notice.kind == NoticeKind.DIGEST else [],
        "base": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "choices_path": reverse("inbox:choices"),
    }
    mail = EmailMultiAlternatives(
        # A title may hold line breaks, a header may not.
        subject=" ".join(f"[Loa] {notice.sentence}".split()),
        body=render_to_string("cms/mail/notice.txt", context),
        to=[notice.to.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("cms/mail/notice.html", context), "text/html")
    return mail


def _unread(notice: Notice) -> list[Notice]:
    return list(Notice.objects.unread().filter(to=notice.to_id).select_related("by")[:_MOST_LINES])
