"""The demo's works as items, each taken through the real review to where its story leaves it."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from broadcast.demo.people import AUTHORS, LEADERS, NEWSROOM_REVIEWERS
from broadcast.demo.works import WORKS
from broadcast.demo.works.screenplay import Cue, Line, Sound
from broadcast.demo.works.work import Kind, Step, StoryState
from cms.actions.review import approve, return_item, submit
from cms.actions.withdraw import withdraw
from cms.models import (
    Article,
    Convention,
    Drama,
    Home,
    Item,
    Language,
    Newsroom,
    Report,
    Skit,
    SupplyingBody,
    Theme,
    Video,
    what_airs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from broadcast.demo.works.work import Work
    from cms.accounts.models import User
    from cms.models import Area
    from media.models import Asset

MODELS: dict[Kind, type[Item]] = {
    Kind.ARTICLE: Article,
    Kind.REPORT: Report,
    Kind.DRAMA: Drama,
    Kind.SKIT: Skit,
    Kind.VIDEO: Video,
}
# How long a review takes here.
CLEARED_AFTER = timedelta(hours=2)
# Older than the first day that is planned.
BEFORE = timedelta(days=10)
# Two short sessions a day and few works: each may come again the next day.
SEPARATION_DAYS = 1
MOST_AIRINGS = 90
WANTED_LANGUAGES = ("cjm", "rog")
NEWSROOMS = {
    "dai": "Đài Phát thanh và Truyền hình Ninh Thuận",
    "bao": "Báo Ninh Thuận",
}


def author_of(work: Work) -> str:
    """Return who wrote a work in the demo; the same person every time."""
    return AUTHORS[[each.key for each in WORKS].index(work.key) % len(AUTHORS)]


def seed_items(
    works: Collection[Work],
    *,
    assets: dict[str, Asset],
    areas: dict[str, Area],
    people: dict[str, User],
    now: datetime,
    tell: Callable[[int, int], None] | None = None,
) -> None:
    """Write and review those of `works` that are not there yet."""
    Language.objects.filter(code__in=WANTED_LANGUAGES).update(translations_wanted=True)
    home = Home.objects.get()
    rooms = {slug: _newsroom(home, slug, title) for slug, title in NEWSROOMS.items()}
    for number, work in enumerate(WORKS, start=1):
        if work in works and not Item.objects.filter(slug=work.key).exists():
            room = rooms["bao" if author_of(work) == "phuc" else "dai"]
            author = people[author_of(work)]
            at = _made_at(work, number, now)
            item = _write(work, room, author, assets.get(work.key), areas, at)
            _live_through(work, item, author, people, number, at)
        if tell:
            tell(number, len(WORKS))


def _made_at(work: Work, number: int, now: datetime) -> datetime:
    """Return when a work was made: in their order, before the first day the demo shows.

    What is not cleared yet or must air soon was made in the last days.
    """
    if _presses(work):
        return now - timedelta(hours=5)
    if work.story.state != StoryState.CLEARED:
        return now - timedelta(days=number % 3, hours=number % 7 + 9)
    return now - BEFORE - timedelta(hours=9 * (len(WORKS) - number))


def _issued_at(work: Work, at: datetime) -> datetime | None:
    """Return the last time it was the hour that the work names, when it was made."""
    if work.issued_at is None:
        return None
    local = timezone.localtime(at)
    issued = local.replace(hour=work.issued_at.hour, minute=work.issued_at.minute, second=0)
    return issued - timedelta(days=issued > local)


def _presses(work: Work) -> bool:
    soon = work.valid_for is not None and work.valid_for < timedelta(days=7)
    return soon or work.must_air_within is not None


def _newsroom(home: Home, slug: str, title: str) -> Newsroom:
    room: Newsroom | None = Newsroom.objects.filter(slug=slug).first()
    return room or home.add_child(instance=Newsroom(title=title, slug=slug))


def _write(
    work: Work,
    room: Newsroom,
    author: User,
    asset: Asset | None,
    areas: dict[str, Area],
    at: datetime,
) -> Item:
    original = Item.objects.filter(slug=work.version_of).first() if work.version_of else None
    item: Item = room.add_child(
        instance=MODELS[work.kind](
            title=work.title,
            slug=work.key,
            owner=author,
            live=False,
            summary="\n".join(part for part in (work.summary, work.note) if part),
            language=Language.objects.get(code=work.language.value),
            supplying_body=SupplyingBody.objects.get(code=work.supplying_body.value),
            author=work.byline,
            source=work.source,
            recording=asset,
            version_of=original,
            priority=work.priority.value,
            deadline=at + work.must_air_within if work.must_air_within else None,
            air_from=at + CLEARED_AFTER if _presses(work) else None,
            air_until=at + work.valid_for if work.valid_for else None,
            issued_at=_issued_at(work, at),
            repeat_every=work.repeats_every,
            separation_days=SEPARATION_DAYS,
            most_airings=MOST_AIRINGS,
            **_text(work),
        )
    )
    order = {theme.sort_order: theme for theme in Theme.objects.all()}
    item.themes.set([order[theme.value] for theme in work.themes])
    item.conventions.set(Convention.objects.filter(code__in=[c.value for c in work.conventions]))
    item.areas.set([areas[code] for code in work.areas])
    item.save()
    item.save_revision(user=author)
    return item


def _text(work: Work) -> dict[str, Any]:
    if work.kind in {Kind.ARTICLE, Kind.VIDEO}:
        return {"body": "".join(f"<p>{escape(block.text)}</p>" for block in work.body)}
    return {"script": [_block(block) for block in work.body]}


def _block(block: Any) -> tuple[str, Any]:
    match block:
        case Line():
            return "line", {"speaker": block.speaker, "text": block.text}
        case Cue():
            return "cue", block.text
        case Sound():
            return "sound", block.text
        case _:
            return "line", {"speaker": "Dẫn", "text": block.text}


def _live_through(
    work: Work, item: Item, author: User, people: dict[str, User], number: int, at: datetime
) -> None:
    """Take the item through its story with different people at each step."""
    state, step = work.story.state, work.story.step
    if state == StoryState.DRAFT:
        return
    reviewer = people[NEWSROOM_REVIEWERS[number % 2]]
    leader = people[LEADERS[number // 2 % 2]]
    submit(item=item, by=author, now=at)
    _begin_at(item, at)
    if state == StoryState.RETURNED:
        return_item(task_state=_step(item), by=reviewer, reason=work.story.reason, now=at)
        return
    if state == StoryState.IN_REVIEW and step == Step.NEWSROOM:
        return
    _approve(item, reviewer, at)
    _begin_at(item, at)
    if state == StoryState.IN_REVIEW:
        return
    _approve(item, leader, at + CLEARED_AFTER)
    if state == StoryState.WITHDRAWN:
        withdraw(item=item, by=leader, reason=work.story.reason, now=at + timedelta(hours=8))


def _begin_at(item: Item, at: datetime) -> None:
    """Let the review have begun when it was asked for: Wagtail dates it by the real clock."""
    step = _step(item)
    WorkflowState.objects.filter(pk=step.workflow_state_id).update(created_at=at)
    TaskState.objects.filter(pk=step.pk).update(started_at=at)


def _step(item: Item) -> Any:
    return Item.objects.get(pk=item.pk).current_workflow_task_state


def _approve(item: Item, by: User, at: datetime) -> None:
    seen = what_airs(Item.objects.get(pk=item.pk).get_latest_revision()).digest
    approve(task_state=_step(item), by=by, seen=seen, now=at)
