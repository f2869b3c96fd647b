"""The demo's areas, people and stations as rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from broadcast.actions.stations import open_station
from broadcast.demo.people import PASSWORD, PEOPLE, STATION_OPERATORS
from broadcast.demo.places import PLACES
from broadcast.models import Station
from cms.accounts.models import User
from cms.models import Area, Language

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.demo.people import Person
    from broadcast.demo.places import Place

# The arrangement of 62 communes; on 1 July 2025 another followed, which the demo
# leaves out on purpose: the plan of 2022 speaks of these districts.
VALID_FROM = date(2024, 11, 1)
# Where Chăm and Raglai are spoken on air, by district.
LANGUAGES = {
    "587": ("cjm",),
    "589": ("cjm",),
    "586": ("cjm",),
    "584": ("rog",),
    "588": ("rog",),
    "585": ("rog",),
}


def seed_areas() -> dict[str, Area]:
    """Make the areas that are missing; return all by code."""
    areas: dict[str, Area] = {}
    for place in PLACES:
        parent = areas[place.parent_code] if place.parent_code else None
        areas[place.code], _made = Area.objects.get_or_create(
            code=place.code,
            valid_until=None,
            defaults={
                "level": place.level,
                "name": place.name,
                "full_name": place.full_name,
                "parent": parent,
                "path": f"{parent.path if parent else ''}{place.code}/",
                "valid_from": VALID_FROM,
            },
        )
    return areas


def seed_people() -> dict[str, User]:
    """Make the accounts that are missing; who changed a password keeps it."""
    # Hashed once: it is slow on purpose, and the accounts share it anyway.
    password = make_password(PASSWORD)
    return {
        person.username: _seed_person(person, password) for person in (*PEOPLE, *STATION_OPERATORS)
    }


def _seed_person(person: Person, password: str) -> User:
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user = User.objects.create(
            username=person.username,
            password=password,
            last_name=person.family_name,
            first_name=person.given_name,
            is_superuser=person.superuser,
        )
    user.groups.add(*Group.objects.filter(name__in=person.roles))
    return user


def seed_stations(areas: dict[str, Area], people: dict[str, User], now: datetime) -> None:
    """Open the stations that are missing, parents first, and give operators theirs."""
    for place in PLACES:
        station = Station.objects.filter(code=place.code).first()
        if station is None:
            station = _open(place, areas, now)
        operators = [
            people[person.username]
            for person in (*PEOPLE, *STATION_OPERATORS)
            if place.code in person.stations
        ]
        station.operators.add(*operators)


def _open(place: Place, areas: dict[str, Area], now: datetime) -> Station:
    parent = Station.objects.get(code=place.parent_code) if place.parent_code else None
    district = place.code if place.level == "district" else place.parent_code or ""
    spoken = (
        ["vi", *LANGUAGES.get(district, ())] if place.level != "province" else ["vi", "cjm", "rog"]
    )
    return open_station(
        code=place.code,
        name=place.station_name,
        area=areas[place.code],
        parent=parent,
        languages=list(Language.objects.filter(code__in=spoken)),
        by=None,
        now=now,
    )
