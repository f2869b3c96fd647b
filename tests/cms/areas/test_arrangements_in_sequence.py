"""Any arrangements on any days, one after the other: what always holds."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.actions.import_areas import import_areas
from cms.areas import ArrangementRefused, Level
from cms.areas.change import superior_path
from cms.models import Area

from .files import arrangement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import DrawFn

pytestmark = pytest.mark.django_db

FIRST = date(2025, 1, 1)
PROVINCES = ("01", "02")
DISTRICTS = ("011", "012", "021")
COMMUNES = ("10001", "10002", "10003", "10004")
NAMES = st.sampled_from(["A", "B"])
DAYS = 4

# What stands on a day: path → level and full name.
View = dict[str, tuple[str, str]]
# Rows as a file has them, and the provinces that are retired with it.
Import = tuple[int, str, frozenset[str]]


@st.composite
def imports(draw: DrawFn) -> Import:
    provinces = draw(st.sets(st.sampled_from(PROVINCES)))
    districts = draw(st.sets(st.sampled_from(DISTRICTS))) if provinces else set()
    communes = draw(st.sets(st.sampled_from(COMMUNES))) if provinces else set()
    lines = [f"{code},province,{(name := draw(NAMES))},Tỉnh {name}," for code in sorted(provinces)]
    for level, codes, above in (
        ("district", districts, provinces),
        ("commune", communes, provinces | districts),
    ):
        for code in sorted(codes):
            parent = draw(st.sampled_from(sorted(above)))
            name = draw(NAMES)
            lines.append(f"{code},{level},{name},Cấp {name},{parent}")
    retire = draw(st.sets(st.sampled_from(PROVINCES))) - provinces
    return draw(st.integers(0, DAYS - 1)), "\n".join(lines), frozenset(retire)


def view(day: date) -> View:
    areas = Area.objects.valid_on(day)
    return {area.path: (area.level, area.full_name) for area in areas}


def views() -> list[View]:
    return [view(FIRST + timedelta(days=number)) for number in range(-1, DAYS)]


def run(made: Import) -> bool:
    day, rows, retire = made
    try:
        import_areas(
            arrangement=arrangement(rows), from_day=FIRST + timedelta(days=day), retire=retire
        )
    except ArrangementRefused:
        return False
    return True


def expected(before: View, made: Import) -> View:
    """Return what stands once `made` holds: its provinces as it says, the others as before."""
    _day, rows, retire = made
    read = arrangement(rows)
    scope = {*read.provinces, *retire}
    others = {path: facts for path, facts in before.items() if path.split("/")[0] not in scope}
    return others | {unit.path: (unit.level.value, unit.full_name) for unit in read.units}


def check_the_table() -> None:
    """No code stands twice on a day, and every superior stands on its unit's last day."""
    areas = list(Area.objects.select_related("parent"))
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        codes = [area.code for area in Area.objects.valid_on(day)]
        assert len(codes) == len(set(codes))
    for area in areas:
        above = area.parent
        assert (above.path if above else "") == superior_path(area.path)
        last = area.valid_until or date.max
        assert above is None or above.valid_from <= last <= (above.valid_until or date.max)


@contextmanager
def undone() -> Iterator[None]:
    """Give one example a table of its own."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@given(st.lists(imports(), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_an_import_holds_from_its_day_and_leaves_the_days_before_alone(
    sequence: Sequence[Import],
) -> None:
    with undone():
        for made in sequence:
            day = made[0] + 1  # the views begin a day before the first
            before = views()
            if run(made):
                after = views()
                assert after[:day] == before[:day]
                assert after[day:] == [expected(stood, made) for stood in before[day:]]
                stored = list(Area.objects.order_by("pk").values())
                assert run(made) == known(made[2])
                assert list(Area.objects.order_by("pk").values()) == stored
            else:
                assert views() == before
            check_the_table()


@given(imports(), imports(), imports())
@settings(max_examples=40, deadline=None)
def test_the_last_import_from_a_day_stands_as_if_it_were_the_only_one(
    older: Import, slip: Import, final: Import
) -> None:
    with undone():
        run((0, older[1], frozenset()))
        with undone():
            run(whole(final))
            alone = views()
        run(whole(slip))
        run(whole(final))
        assert views() == alone
        check_the_table()


def known(provinces: frozenset[str]) -> bool:
    """Whether all `provinces` left a row: one retired on the day it began did not."""
    codes = Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True)
    return provinces <= set(codes)


def whole(made: Import) -> Import:
    """Return `made`, on the second day, with every known province it lacks retired."""
    rows = made[1]
    codes = set(Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True))
    return 1, rows, frozenset(codes - set(arrangement(rows).provinces))
