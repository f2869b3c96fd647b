"""Notices: what a person should know, kept in their inbox and mailed, as they choose for each kind.

A notice is written in the transaction of what it tells of, once for each person and `key`.
Whether its mail went out stands on the row: a lease and the attempts so far, as with every
other work of a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .item import Item

if TYPE_CHECKING:
    from datetime import datetime


class NoticeKind(models.TextChoices):
    """What is told; the label is what a person switches on and off."""

    SUBMITTED = "submitted", gettext_lazy("An item waits for my review")
    RETURNED = "returned", gettext_lazy("My item was returned")
    CLEARED = "cleared", gettext_lazy("My item was cleared")
    CORRECTION = "correction", gettext_lazy("My item was opened for correction")
    CALLED_OFF = "called_off", gettext_lazy("The correction of my item was called off")
    WITHDRAWN = "withdrawn", gettext_lazy("My item was withdrawn")
    TAKEN_OFF = "taken_off", gettext_lazy("An item left the slots that I schedule")
    ORIGINAL = "original", gettext_lazy("The original of my item has changed")
    COMMENT = "comment", gettext_lazy("Somebody comments on my item, or answers my comment")
    DUE = "due", gettext_lazy("A review or an item of mine is due tomorrow")
    DIGEST = "digest", gettext_lazy("Every morning: what I have not read yet")


_SENTENCES = {
    NoticeKind.SUBMITTED: gettext_lazy("“%(title)s” waits for your review."),
    NoticeKind.RETURNED: gettext_lazy("%(by)s returned “%(title)s” to you."),
    NoticeKind.CLEARED: gettext_lazy("“%(title)s” is cleared and may air."),
    NoticeKind.CORRECTION: gettext_lazy("%(by)s opened “%(title)s” for correction."),
    NoticeKind.CALLED_OFF: gettext_lazy(
        "%(by)s called off the correction of “%(title)s”: it airs on as it is."
    ),
    NoticeKind.WITHDRAWN: gettext_lazy("%(by)s withdrew “%(title)s”: it airs no more."),
    NoticeKind.TAKEN_OFF: gettext_lazy("“%(title)s” may air no more and left its slots."),
    NoticeKind.ORIGINAL: gettext_lazy(
        "The original “%(title)s” has changed: bring your piece in line."
    ),
    NoticeKind.COMMENT: gettext_lazy("%(by)s commented on “%(title)s”."),
    NoticeKind.DUE: gettext_lazy("“%(title)s” is due at %(due)s."),
    NoticeKind.DIGEST: gettext_lazy("What you have not read yet."),
}
# Whoever gets each mail has no use for their sum, unless they ask for it.
OFF_AT_FIRST = frozenset({NoticeKind.DIGEST})


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_inbox(self) -> NoticeQuerySet:
        return self.filter(in_inbox=True)

    def unread(self) -> NoticeQuerySet:
        return self.in_inbox().filter(read_at__isnull=True)

    def to_mail(self, now: datetime) -> NoticeQuerySet:
        """Keep those whose mail nobody sends at the moment, to people who still work here."""
        return self.filter(
            Q(mail_lease_until__isnull=True) | Q(mail_lease_until__lte=now),
            by_mail=True,
            mailed_at__isnull=True,
            mail_attempts__lt=settings.LOA_MAIL_ATTEMPTS,
            to__is_active=True,
        ).exclude(to__email="")


class Notice(models.Model):
    """`title` is the item's when it was told, `path` where the notice leads, from the root.

    `due_at` is when what it tells of is due, where it tells of that.
    """

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind)
    key = models.CharField(max_length=100)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="notices")
    title = models.CharField(max_length=255, blank=True)
    path = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    mail_lease_until = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_fault = models.CharField(max_length=255, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("notice")
        verbose_name_plural = gettext_lazy("notices")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="notice_once")]
        indexes = [
            models.Index(
                fields=["to"],
                condition=Q(in_inbox=True, read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["at"],
                condition=Q(by_mail=True, mailed_at__isnull=True),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The notice in one sentence."""
        words = {"title": self.title, "by": self.by or _("Loa"), "due": _moment(self.due_at)}
        return str(_SENTENCES[NoticeKind(self.kind)] % words)


class NoticeChoice(models.Model):
    """How one person wants to know of one kind; without a row, in both ways."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind)
    inbox = models.BooleanField(default=True)
    mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "H:i d/m/Y") if at else ""
