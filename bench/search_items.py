"""Twenty thousand items to look for; Django must be set up.

Pages, items and what was decided about them are written in bulk, without their workflow:
what is asked of them are their index entries, states and lengths.
"""

import random
from datetime import datetime, timedelta
from itertools import islice, product
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, Workflow, WorkflowState

from bench.province_items import ready_renditions
from cms.accounts.models import User
from cms.actions.set_up import set_up as set_up_newsroom
from cms.models import (
    Clearance,
    Findable,
    Home,
    Item,
    Language,
    Newsroom,
    Report,
    Skit,
    SupplyingBody,
    Theme,
    Wording,
)
from cms.models.findable import listed
from cms.words import sort_key, words_of
from media.actions.set_up import set_up as set_up_files
from media.models import Kind

ITEMS = 20_000
RARE = "kuru"
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_SAID = "người dân xã lớp học trẻ em quyền phụ nữ công ước thôn bản nước mưa trường"
_HEADS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_RIMES = (
    "a á ả ă ắc âm ấp an ang anh ao ay ê ềm ên ênh i ia im inh o oa oi ôm ông ơ ơn u ua ưa "
    "ươi ương uyên"
)
_AT_ONCE = 2_000


class _Speech:
    """Draws sentences: few syllables make up most of what is said."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - the same items every time
        made = product(_HEADS.split(), _RIMES.split())
        syllables = [*_SAID.split(), *(head + rime for head, rime in made)]
        weights = [1 / (place + 2) for place in range(len(syllables))]
        self._sentences = [
            " ".join(self._draw.choices(syllables, weights, k=self._draw.randint(8, 20)))
            for _number in range(6_000)
        ]
        self._syllables, self._weights = syllables, weights

    def title(self) -> str:
        length = self._draw.randint(4, 10)
        return " ".join(self._draw.choices(self._syllables, self._weights, k=length)).capitalize()

    def script(self) -> str:
        return "\n".join(self._draw.choices(self._sentences, k=self._draw.randint(20, 70)))


def make_items() -> User:
    """Make the items; return somebody who may read them."""
    set_up_files()
    set_up_newsroom()
    reader: User = User.objects.create_superuser(username="minh")
    room = Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
    speech = _Speech(7)
    numbers = iter(range(ITEMS))
    while group := list(islice(numbers, _AT_ONCE)):
        _make(group, room, speech, reader)
    return reader


def _make(group: list[int], room: Page, speech: _Speech, reader: User) -> None:
    kinds = [Skit if number % 4 == 0 else Report for number in group]
    titles = [speech.title() for _number in group]
    lengths = [timedelta(seconds=20 + number * 37 % 1700) for number in group]
    renditions = ready_renditions(
        (f"s{number}", length, Kind.AUDIO) for number, length in zip(group, lengths, strict=True)
    )
    pages = Page.objects.bulk_create(
        [
            Page(
                path=Page._get_path(room.path, room.depth + 1, number + 1),  # noqa: SLF001 - treebeard's
                depth=room.depth + 1,
                title=title,
                draft_title=title,
                slug=f"s{number}",
                url_path=f"{room.url_path}s{number}/",
                content_type=ContentType.objects.get_for_model(kind),
                live=False,
                locale_id=room.locale_id,
                latest_revision_created_at=_edited(number),
            )
            for number, kind, title in zip(group, kinds, titles, strict=True)
        ]
    )
    languages, bodies = list(Language.objects.all()), list(SupplyingBody.objects.all())
    themes = list(Theme.objects.all())
    facts, wordings = [], []
    for number, page, kind, rendition in zip(group, pages, kinds, renditions, strict=True):
        chosen = {
            "language_id": languages[0 if number % 5 else number // 5 % len(languages)].pk,
            "supplying_body_id": bodies[number % len(bodies)].pk,
            "recording_id": rendition.asset_id,
        }
        Item(page_ptr_id=page.pk, **chosen).save_base(raw=True, force_insert=True)
        kind(item_ptr_id=page.pk).save_base(raw=True, force_insert=True)
        script = speech.script() + (f"\n{RARE}" if number % 4_000 == 17 else "")
        parts = {"title": page.title, "script": script, "author": "Đàng Thị Lan"}
        wordings.append(
            Wording(
                item_id=page.pk, parts=parts, words=" ".join(words_of(" ".join(parts.values())))
            )
        )
        facts.append(
            Findable(
                item_id=page.pk,
                kind_id=page.content_type_id,
                edited_at=_edited(number),
                title=page.title,
                title_words=f" {' '.join(words_of(page.title))} ",
                title_key=sort_key(page.title),
                themes=listed([themes[number % len(themes)].pk]),
                **chosen,
            )
        )
    Findable.objects.bulk_create(facts)
    Wording.objects.bulk_create(wordings)
    _decide(group, pages, renditions, reader)


def _edited(number: int) -> datetime:
    return NOW - timedelta(minutes=number * 7919 % 500_000)


def _decide(group: list[int], pages: list[Page], renditions: list, reader: User) -> None:  # type: ignore[type-arg]
    """Clear three in five, leave one in ten in review, one in ten returned."""
    workflow, page_type = Workflow.objects.get(), ContentType.objects.get_for_model(Page)
    status = {
        **dict.fromkeys(range(6), WorkflowState.STATUS_APPROVED),
        6: WorkflowState.STATUS_IN_PROGRESS,
        7: WorkflowState.STATUS_NEEDS_CHANGES,
    }
    decided = [
        (page, rendition, status[number % 10])
        for number, page, rendition in zip(group, pages, renditions, strict=True)
        if number % 10 in status
    ]
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=page_type,
                object_id=str(page.pk),
                created_at=NOW,
                content={},
            )
            for page, _rendition, _status in decided
        ]
    )
    states = WorkflowState.objects.bulk_create(
        [
            WorkflowState(
                content_type_id=page.content_type_id,
                base_content_type=page_type,
                object_id=str(page.pk),
                workflow=workflow,
                status=status,
                requested_by=reader,
            )
            for page, _rendition, status in decided
        ]
    )
    Clearance.objects.bulk_create(
        [
            Clearance(
                item_id=page.pk,
                revision=revision,
                workflow_state=state,
                content={},
                content_sha256="0" * 64,
                asset_id=rendition.asset_id,
                rendition=rendition,
                steps=[],
                cleared_by=reader,
                cleared_at=NOW,
            )
            for (page, rendition, status), revision, state in zip(
                decided, revisions, states, strict=True
            )
            if status == WorkflowState.STATUS_APPROVED
        ]
    )
