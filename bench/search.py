"""How long finding takes among 20,000 items, beside the same questions asked plainly.

    python -m bench.search

A database of its own is made first and dropped at the end: SQLite, or PostgreSQL where
LOA_DATABASE says so. Items have scripts of some six hundred syllables, drawn as unevenly
as speech is; three in five are cleared, some are in review or returned. A question is
what the page asks: how many, the first thirty, their states, lengths and excerpts. The
reference is `icontains` for each word over the same bare texts, counted and cut alike.
Times are of the processor on SQLite, whose work is done in this process, and of the wall
on PostgreSQL.
"""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from bench.database import database
from bench.marks import Mark, conclude

Made = TypeVar("Made")
TIMES = 15
MOST_MS = 100
# What is asked, and how often it is there.
QUESTIONS = (
    ("one rare word", "q=kuru"),
    ("a common word", "q=nguoi"),
    ("two common words", "q=nguoi+dan"),
    ("a phrase", "q=%22nguoi+dan%22"),
    ("a beginning", "q=ngu"),
    ("five words", "q=nguoi+dan+xa+lop+hoc"),
    ("in no item", "q=khongthay"),
    ("common, in review", "q=nguoi&state=in_review"),
    ("common, cleared reports", "q=nguoi&state=cleared&kind=report"),
    ("common, 1 to 5 minutes", "q=nguoi&length=5"),
    ("no word, one theme", "themes=1"),
    ("no word, by title", "ordering=title"),
)


def main() -> None:
    with database():
        _run()


def _run() -> None:
    from bench.search_items import ITEMS, make_items  # noqa: PLC0415 - needs Django set up
    from cms.models import Findable  # noqa: PLC0415 - the same
    from cms.models.twins import twins_by_title  # noqa: PLC0415 - the same

    reader, made = _timed(make_items)
    print(f"{ITEMS} items made in {made:.0f} s\n")
    print(f"{'asked':<28}{'found':>7}{'median':>9}{'p95':>8}{'icontains':>11}{'ratio':>7}")
    marks = []
    for label, query in QUESTIONS:
        found = _count(query, reader)
        median, p95 = _spread(lambda query=query: _ask(query, reader))  # type: ignore[misc] # bound
        plain = _spread(lambda query=query: _plainly(query))[0] if "q=" in query else None  # type: ignore[misc]
        ratio = median / plain if plain else None
        print(
            f"{label:<28}{found:>7}{median:>6.0f} ms{p95:>5.0f} ms"
            f"{'' if plain is None else f'{plain:.0f} ms':>11}"
            f"{'' if ratio is None else f'{ratio:.2f}':>7}"
        )
        marks.append(
            Mark(
                f"search of {ITEMS} items: {label}",
                f"< {MOST_MS} ms",
                f"{median:.0f} ms, p95 {p95:.0f} ms",
                "" if plain is None else f"icontains: {plain:.0f} ms",
                ratio,
                median < MOST_MS,
            )
        )
    item = Findable.objects.order_by("-pk")[0].item.specific
    median, p95 = _spread(lambda: twins_by_title(item))
    marks.append(
        Mark("twins of a title", "none set", f"{median:.0f} ms, p95 {p95:.0f} ms", met=None)
    )
    conclude(marks)


def _view(query: str, reader: object) -> object:
    from django.test import RequestFactory  # noqa: PLC0415 - needs Django set up

    from cms.views.find import FindView  # noqa: PLC0415 - the same

    view = FindView(results_only=True)
    request = RequestFactory().get(f"/?{query}")
    request.user = reader  # type: ignore[assignment] # one of ours
    view.setup(request)
    return view


def _ask(query: str, reader: object) -> None:
    view = _view(query, reader)
    view.paginate_queryset(view.get_queryset(), view.paginate_by)  # type: ignore[attr-defined]


def _count(query: str, reader: object) -> int:
    count: int = _view(query, reader).get_queryset().count()  # type: ignore[attr-defined]
    return count


def _plainly(query: str) -> None:
    from django.http import QueryDict  # noqa: PLC0415 - needs Django set up

    from cms.models import Wording  # noqa: PLC0415 - the same

    found = Wording.objects.all()
    for word in QueryDict(query)["q"].strip('"').split():
        found = found.filter(words__icontains=word)
    found.count()
    list(found.order_by("-item__findable__edited_at").values_list("pk", "parts")[:30])


def _spread(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the times of `work`, in ms."""
    work()
    times = sorted(_timed(work)[1] * 1000 for _time in range(TIMES))
    return statistics.median(times), times[round(0.95 * (TIMES - 1))]


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    started = clock()
    made = work()
    return made, clock() - started


if __name__ == "__main__":
    main()
