"""Addresses of the desk that carry a day and a choice of stations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

if TYPE_CHECKING:
    from datetime import date

    from cms.models import Area


def day_url(day: date, area: Area | None = None, text: str = "") -> str:
    said = {"day": day.isoformat(), "area": area.path if area else "", "q": text}
    return (
        f"{reverse('desk:day')}?{urlencode({name: value for name, value in said.items() if value})}"
    )
