"""Adds airings up by what they are asked for: theme, convention, supplying body, and so on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from broadcast.reports.counting import Tally
from cms.models import Convention, Item, Language, Level, SupplyingBody, Theme
from cms.models.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from broadcast.models import Station
    from cms.models.taxonomy import Term


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Table:
    """`overlaps` where one airing may count in several rows."""

    title: str
    heading: str
    rows: tuple[Row, ...]
    overlaps: bool = False


class Grouping:
    """Adds the tallies of stations and items up by what items are filed under."""

    def __init__(
        self,
        tallies: Mapping[tuple[int, int], Tally],
        stations: Mapping[int, Station],
    ) -> None:
        self._tallies = tallies
        self._stations = stations
        items = Item.objects.only("title", "language_id", "supplying_body_id", "content_type_id")
        self._items = items.in_bulk({item for _station, item in tallies})
        self._themes = self._filed(Item.themes.through, "theme_id")
        self._conventions = self._filed(Item.conventions.through, "convention_id")

    def total(self) -> Tally:
        return _sum(self._tallies.values())

    def table(
        self,
        title: str,
        heading: str,
        keys_of: Callable[[int, int], Iterable[Any]],
        labels: Mapping[Any, str],
        *,
        overlaps: bool = False,
        none: str = "",
    ) -> Table:
        """Return one row for each of `labels`, and one called `none` for what has no key."""
        rows = {key: Tally() for key in labels}
        unfiled = Tally()
        for (station, item), tally in self._tallies.items():
            keys = list(keys_of(station, item))
            for key in keys:
                rows.setdefault(key, Tally()).add(tally)
            if not keys:
                unfiled.add(tally)
        told = [Row(labels.get(key, str(key)), tally) for key, tally in rows.items()]
        if unfiled.planned:
            told.append(Row(none, unfiled))
        return Table(title, heading, tuple(told), overlaps)

    def tables(self) -> Iterator[Table]:
        yield from self._tables_of_stations()
        yield from self._tables_of_lists()
        yield from self._tables_of_kinds()

    def _tables_of_stations(self) -> Iterator[Table]:
        """Yield the stations that are open or had something to air, and their levels."""
        airing = {station for station, _item in self._tallies}
        yield self.table(
            _("By station"),
            _("Station"),
            lambda station, _item: [station],
            {
                pk: station.name
                for pk, station in self._stations.items()
                if not station.closed or pk in airing
            },
        )
        yield self.table(
            _("By level"),
            _("Level"),
            lambda station, _item: [self._stations[station].area.level],
            {str(level.value): str(level.label) for level in Level},
        )

    def _tables_of_lists(self) -> Iterator[Table]:
        yield self.table(
            _("By theme"),
            _("Theme"),
            lambda _station, item: self._themes[item],
            self._labels(Theme, self._themes),
            overlaps=True,
            none=_("No theme"),
        )
        yield self.table(
            _("By convention"),
            _("Convention"),
            lambda _station, item: self._conventions[item],
            self._labels(Convention, self._conventions),
            overlaps=True,
            none=_("No convention"),
        )
        yield self.table(
            _("By supplying body"),
            _("Supplying body"),
            lambda _station, item: filter(None, [self._items[item].supplying_body_id]),
            self._labels(SupplyingBody, self._one_each("supplying_body_id")),
            none=_("No supplying body"),
        )

    def _tables_of_kinds(self) -> Iterator[Table]:
        kinds = ContentType.objects.get_for_models(*KINDS)
        yield self.table(
            _("By kind"),
            _("Kind"),
            lambda _station, item: [self._items[item].content_type_id],
            {kind.pk: str(model._meta.verbose_name) for model, kind in kinds.items()},  # noqa: SLF001 - Django's public-by-custom API
        )
        yield self.table(
            _("By language"),
            _("Language"),
            lambda _station, item: [self._items[item].language_id],
            self._labels(Language, self._one_each("language_id")),
        )

    def items(self) -> Table:
        """Return one row for each item, the most aired first."""
        rows: dict[int, Tally] = defaultdict(Tally)
        for (_station, item), tally in self._tallies.items():
            rows[item].add(tally)
        order = sorted(rows, key=lambda pk: (-rows[pk].aired, self._items[pk].title, pk))
        told = tuple(Row(self._items[pk].title, rows[pk]) for pk in order)
        return Table(_("By item"), _("Item"), told)

    def _filed(self, through: Any, field: str) -> dict[int, list[int]]:
        filed: dict[int, list[int]] = defaultdict(list)
        rows = through.objects.filter(item__in=self._items).order_by("pk")
        for item, term in rows.values_list("item_id", field):
            filed[item].append(term)
        return filed

    def _one_each(self, field: str) -> dict[int, list[int]]:
        return {pk: [getattr(item, field)] for pk, item in self._items.items()}

    def _labels(self, model: type[Term], used: Mapping[int, Iterable[int]]) -> dict[int, str]:
        """Return the names of the terms of a list, retired ones only where they are counted."""
        counted = {term for terms in used.values() for term in terms}
        return {
            term.pk: term.title
            for term in model._default_manager.all()  # noqa: SLF001 - Django's own name for it
            if not term.retired or term.pk in counted
        }


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total
