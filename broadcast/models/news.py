"""What an operator has read of their station's news; the news itself stands in other rows."""

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
