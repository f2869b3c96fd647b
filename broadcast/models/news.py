"""What operators have read of their station's news, and who wants it by mail.

The news itself stands in other rows (`broadcast.news`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .station import Station


class NewsRead(models.Model):
    """One person has read one piece of news of one station; `key` is that of `broadcast.news`."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "by", "key"], name="news_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.key}"


class NewsMail(models.Model):
    """One person wants what is new for one station by mail, from `since` on.

    Made by the person alone: without a row there is no mail. A worker holds the row until
    `lease_until` while it sends.
    """

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "to"], name="news_mail_once")]

    def __str__(self) -> str:
        return f"{self.to}: {self.station}"


class NewsMailed(models.Model):
    """One piece of news that went out by mail."""

    mail = models.ForeignKey(NewsMail, on_delete=models.CASCADE, related_name="sent")
    key = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "key"], name="news_mailed_once")]

    def __str__(self) -> str:
        return f"{self.mail}: {self.key}"
