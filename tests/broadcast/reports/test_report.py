"""The report: planned against aired, by everything the province is asked for."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from broadcast.actions.stations import close_station
from broadcast.models import Outcome, Playlist
from broadcast.reports.forms import common_periods, usual_period
from broadcast.reports.grouping import Table
from broadcast.reports.reading import Report, read_report
from broadcast.reports.workbook import workbook
from cms.models import Convention, Language, Priority, Theme
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import MINUTE, RELEASED_AT, TODAY, morning, release, say
from tests.broadcast.portal.conftest import text_of
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station
    from cms.accounts.models import User

DAY = timedelta(days=1)


def report(first: date = TODAY, last: date = TODAY) -> Report:
    return read_report(first, last, NOW)


def table_of(found: Report, number: int) -> Table:
    return (*found.tables, found.items)[number]


STATIONS, LEVELS, THEMES, CONVENTIONS, BODIES, KINDS, LANGUAGES, ITEMS = range(8)


def counted(found: Report, number: int) -> dict[str, tuple[int, int, int]]:
    """Return by label what was planned, aired and not confirmed; rows of nothing left out."""
    return {
        row.label: (row.tally.planned, row.tally.aired, row.tally.unconfirmed)
        for row in table_of(found, number).rows
        if row.tally.planned
    }


def test_planned_and_aired_are_counted_by_everything_items_are_filed_under(
    station: Station, elsewhere: Station, tuan: User
) -> None:
    school = make.cleared_item(title="Lớp học")
    looms = make.cleared_item(title="Khung dệt", language="cjm")
    looms.item.specific.conventions.set([Convention.objects.get(code="cedaw")])
    looms.item.specific.save()
    slot = morning(station, school, looms)
    say(release(slot), slot, by=tuan)
    theirs = morning(elsewhere, looms)
    release(theirs)

    found = report()

    assert (found.total.planned, found.total.aired, found.total.unconfirmed) == (3, 2, 1)
    assert counted(found, STATIONS) == {"Đài Phước Mỹ": (2, 2, 0), "Đài Lạ Đồn": (1, 0, 1)}
    assert list(counted(found, LEVELS).values()) == [(1, 0, 1), (2, 2, 0)]
    assert counted(found, LANGUAGES) == {
        Language.objects.get(code="vi").title: (1, 1, 0),
        Language.objects.get(code="cjm").title: (2, 1, 1),
    }
    assert counted(found, ITEMS) == {"Khung dệt": (2, 1, 1), "Lớp học": (1, 1, 0)}
    assert list(counted(found, BODIES).values()) == [(3, 2, 1)]
    assert list(counted(found, KINDS).values()) == [(3, 2, 1)]
    cedaw = Convention.objects.get(code="cedaw").title
    assert counted(found, CONVENTIONS)[cedaw] == (2, 1, 1)
    assert len(counted(found, CONVENTIONS)) == 2
    assert [silent.station for silent in found.silent] == [elsewhere]


def test_an_item_with_two_themes_counts_in_both_rows(station: Station) -> None:
    clearance = make.cleared_item()
    themes = list(Theme.objects.order_by("sort_order")[:2])
    item = clearance.item.specific
    item.themes.set(themes)
    item.save()
    release(morning(station, clearance))

    found = report()

    assert counted(found, THEMES) == {theme.title: (1, 0, 1) for theme in themes}
    assert found.total.planned == 1
    assert [table.overlaps for table in found.tables] == [False] * 2 + [True] * 2 + [False] * 3


def test_only_the_newest_edition_is_planned(station: Station) -> None:
    slot = morning(station, make.cleared_item(), begins="17:00")
    release(slot)
    make.placement(slot=slot, clearance=make.cleared_item(priority=Priority.URGENT))
    assert release(slot, NOW).edition == 2
    assert report().total.planned == 2
    assert Playlist.objects.count() == 2


def test_what_was_corrected_counts_as_corrected(station: Station, tuan: User) -> None:
    clearance = make.cleared_item(seconds=6.0)
    slot = morning(station, clearance)
    playlist = release(slot)
    say(playlist, slot, by=tuan)
    say(playlist, slot, Outcome.PARTLY, by=tuan, now=NOW + MINUTE)

    total = report().total

    assert clearance.rendition is not None
    assert clearance.rendition.duration is not None
    assert (total.aired, total.partly) == (1, 1)
    assert total.aired_time == clearance.rendition.duration / 2


def test_a_period_holds_both_its_days_and_no_other(station: Station) -> None:
    for back in range(3):
        slot = morning(station, make.cleared_item(), day=TODAY - back * DAY)
        release(slot, RELEASED_AT - 3 * DAY)
    assert report(TODAY - DAY, TODAY).total.planned == 2
    assert report(TODAY - 2 * DAY, TODAY - 2 * DAY).total.planned == 1


def test_stations_and_terms_without_airings_are_told_unless_closed_or_retired(
    station: Station, elsewhere: Station
) -> None:
    release(morning(station, make.cleared_item()))
    close_station(station=elsewhere, by=None, now=NOW)
    Theme.objects.filter(code="quoc-te").update(retired=True)
    retired = list(Theme.objects.filter(retired=True).values_list("title", flat=True))

    found = report()

    assert [row.label for row in table_of(found, STATIONS).rows] == ["Đài Phước Mỹ"]
    themes = [row.label for row in table_of(found, THEMES).rows]
    assert len(themes) == Theme.objects.filter(retired=False).count()
    assert not set(retired) & set(themes)


def test_more_rows_take_no_more_queries(station: Station, elsewhere: Station, tuan: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            report()
        return len(captured)

    slot = morning(station, make.cleared_item())
    say(release(slot), slot, by=tuan)
    one = queries()
    for begins in ("06:00", "07:00"):
        later = morning(station, *[make.cleared_item() for _ in range(3)], begins=begins)
        say(release(later), later, by=tuan, position=1)
    release(morning(elsewhere, make.cleared_item()))
    assert queries() == one


# The page and the workbook.


@pytest.fixture
def reader(minh: User) -> Client:
    """Return the browser of somebody who may see reports and nothing else of airtime."""
    minh.user_permissions.add(
        Permission.objects.get(content_type__app_label="broadcast", codename="view_report")
    )
    return signed_in(minh)


def page(client: Client, first: date = TODAY, last: date = TODAY) -> Any:
    return client.get(
        reverse("reports:report"), {"first": first.isoformat(), "last": last.isoformat()}
    )


def test_the_page_tells_what_is_in_the_report(reader: Client, station: Station, tuan: User) -> None:
    slot = morning(station, make.cleared_item(seconds=6.0))
    say(release(slot), slot, by=tuan)

    answer = page(reader)

    assert answer.status_code == 200
    assert answer.context["total"] == [1, 1, 0.1, 1, 0.1, 0, 0, 0]
    assert "Đài Phước Mỹ" in text_of(answer)
    assert answer.context["download_url"] in text_of(answer).replace("&amp;", "&")


def test_a_period_without_airings_says_what_to_do(reader: Client) -> None:
    answer = page(reader)
    assert answer.status_code == 200
    assert 'class="loa-note"' in text_of(answer)
    assert 'class="loa-table' not in text_of(answer)


@pytest.mark.parametrize(("first", "last"), [(TODAY, TODAY - DAY), (TODAY - 366 * DAY, TODAY)])
def test_an_impossible_period_is_refused_in_one_sentence(
    reader: Client, first: date, last: date
) -> None:
    answer = page(reader, first, last)
    (errors,) = answer.context["form"].errors.values()
    assert [str(error)[-1] for error in errors] == ["."]
    assert "report" not in answer.context
    query = {"first": first.isoformat(), "last": last.isoformat()}
    sent_back = reader.get(reverse("reports:workbook"), query)
    assert sent_back["Location"].startswith(reverse("reports:report") + "?first=")


def test_the_longest_period_is_a_leap_year(reader: Client) -> None:
    assert "report" in page(reader, date(2024, 1, 1), date(2024, 12, 31)).context


def test_without_a_period_it_is_the_month_up_to_yesterday() -> None:
    assert usual_period(date(2025, 3, 3)) == {"first": date(2025, 3, 1), "last": date(2025, 3, 2)}
    assert usual_period(date(2025, 3, 1)) == {"first": date(2025, 2, 1), "last": date(2025, 2, 28)}


def test_months_and_years_are_one_press_away_and_hold_only_what_is_over(reader: Client) -> None:
    def spans(today: date) -> list[tuple[str, str]]:
        return [(f"{p['first']}", f"{p['last']}") for _name, p in common_periods(today)]

    assert spans(date(2025, 3, 3)) == [
        ("2025-03-01", "2025-03-02"),
        ("2025-02-01", "2025-02-28"),
        ("2025-01-01", "2025-03-02"),
        ("2024-01-01", "2024-12-31"),
    ]
    assert spans(date(2025, 1, 1)) == [("2024-12-01", "2024-12-31"), ("2024-01-01", "2024-12-31")]
    for _name, url in page(reader).context["periods"]:
        answer = reader.get(url)
        assert answer.context["report"].first.day == 1
        # On paper nothing else says what the figures are of.
        told = answer.context["report"]
        assert f"Từ {told.first:%d/%m/%Y} đến hết {told.last:%d/%m/%Y}" in text_of(answer)


@pytest.mark.parametrize("name", ["report", "workbook"])
def test_reports_are_for_who_has_the_permission(
    name: str, reader: Client, lan: User, tuan: User
) -> None:
    address = reverse(f"reports:{name}")
    query = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    assert reader.get(address, query).status_code == 200
    refused = signed_in(lan).get(address, query)
    assert (refused.status_code, refused["Location"]) == (302, reverse("wagtailadmin_home"))
    for client in (signed_in(tuan), Client()):
        answer = client.get(address, query)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_the_workbook_holds_numbers_under_a_heading_that_stays(
    reader: Client, station: Station, tuan: User
) -> None:
    slot = morning(station, make.cleared_item(title="Lớp học", seconds=6.0))
    say(release(slot), slot, by=tuan)
    query = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}

    answer = reader.get(reverse("reports:workbook"), query)

    assert f"bao-cao-phat-song-{TODAY}-{TODAY}.xlsx" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 10
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    by_station = book.worksheets[1]
    assert [cell.value for cell in by_station[2]] == ["Đài Phước Mỹ", 1, 1, 0.1, 1, 0.1, 0, 0, 0]
    assert {cell.data_type for cell in by_station[2][1:]} == {"n"}
    assert book.worksheets[8]["A2"].value == "Lớp học"
    overview = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert len(overview) == 10


@pytest.mark.parametrize(
    "title",
    ['=HYPERLINK("http://example.org","x")', "+1+1", "-2+3", "@SUM(A1)", "Tin\x07 hư\ud800"],
)
def test_a_title_stays_text_whatever_it_begins_with(station: Station, title: str) -> None:
    release(morning(station, make.cleared_item(title="Tin")))
    found = report()
    row = found.items.rows[0]
    object.__setattr__(row, "label", title)

    book = load_workbook(io.BytesIO(workbook(found)))

    cell = book.worksheets[8]["A2"]
    assert cell.data_type == "s"
    assert cell.value == title.replace("\x07", "").replace("\ud800", "")
    assert cell.quotePrefix == (title[0] in "=+-@")
