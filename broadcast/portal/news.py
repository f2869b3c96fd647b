"""A station's news as its pages show it: each with where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from broadcast.actions.slots import broadcast_day
from broadcast.news import news_of
from broadcast.portal.reading import AHEAD, BACK

if TYPE_CHECKING:
    from datetime import date, datetime

    from broadcast.models import Station
    from broadcast.news import News
    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Item:
    news: News
    url: str


def items_of(station: Station, by: User, now: datetime) -> list[Item]:
    today = broadcast_day(station, now)
    return [
        Item(news, _address(station, news, in_reach=_in_reach(news, today)))
        for news in news_of(station, by, now)
    ]


def unread_of(station: Station, by: User, now: datetime) -> list[Item]:
    return [item for item in items_of(station, by, now) if not item.news.read]


def _in_reach(news: News, today: date) -> bool:
    """Whether the portal still, or already, shows the day it is of."""
    return news.day is not None and today - BACK <= news.day <= today + AHEAD


def _address(station: Station, news: News, *, in_reach: bool) -> str:
    if news.notice:
        return reverse("portal:notice", args=[station.code, news.notice])
    return reverse("portal:day", args=[station.code, news.day]) if in_reach else ""
