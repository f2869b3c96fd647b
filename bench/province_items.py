"""A problem's candidates as cleared items; Django must be set up.

Items have all that planning reads and no sound: their clearances are whole, their house
files are lengths.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision, Workflow, WorkflowState

from bench.province import FIRST_DAY, ZONE
from broadcast.planner.candidate import Candidate
from cms.accounts.models import User
from cms.canonical import without_bookkeeping
from cms.models import (
    Area,
    Article,
    Clearance,
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
)
from media.models import Asset, Kind, Profile, Rendition, State

NOW = datetime.combine(FIRST_DAY - timedelta(days=3), time(9), ZONE)
MODELS: dict[str, type[Item]] = {
    "news": Article,
    "spot": Video,
    "report": Report,
    "skit": Skit,
    "story": Drama,
}
LANGUAGES = {"vi": "vi", "cham": "cjm", "raglai": "rog"}
SENTENCE = "Bà con theo dõi và thực hiện theo hướng dẫn của Ủy ban nhân dân xã."


def ready_renditions(files: Iterable[tuple[str, timedelta, Kind]]) -> list[Rendition]:
    profile = Profile.objects.get(code=Profile.HOUSE)
    rows = [
        (
            Asset(
                sha256=_sha256(f"upload {name}"),
                size_bytes=length // timedelta(milliseconds=1) * 8,
                original_name=f"{name}.wav",
                uploaded_at=NOW,
                title=name,
                kind=kind,
                duration=length,
            ),
            _sha256(f"house {name}"),
        )
        for name, length, kind in files
    ]
    assets = Asset.objects.bulk_create([asset for asset, _house in rows])
    return Rendition.objects.bulk_create(
        [
            Rendition(
                asset=asset,
                profile=profile,
                state=State.READY,
                asked_at=NOW,
                ready_at=NOW,
                sha256=house,
                size_bytes=asset.size_bytes,
                duration=asset.duration,
            )
            for asset, (_asset, house) in zip(assets, rows, strict=True)
        ]
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def cleared(candidates: Iterable[Candidate], areas: dict[str, Area]) -> dict[str, Clearance]:
    wanted = list(candidates)
    reviewer = User.objects.create_user(username="minh")
    renditions = ready_renditions(
        (item.id, item.duration, MODELS[item.kind].RECORDING_KIND) for item in wanted
    )
    room = Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
    writer = _Writer(room, areas)
    items = [
        writer.item(candidate, rendition.asset)
        for candidate, rendition in zip(wanted, renditions, strict=True)
    ]
    revisions = _published(items)
    reviews = _reviewed(items, reviewer)
    rows = [
        Clearance(
            item=item,
            revision=revision,
            workflow_state=review,
            content=without_bookkeeping(revision.content),
            content_sha256=_sha256(candidate.id),
            asset=rendition.asset,
            asset_sha256=rendition.asset.sha256,
            rendition=rendition,
            house_sha256=rendition.sha256,
            steps=[],
            cleared_by=reviewer,
            cleared_at=datetime.combine(candidate.cleared_on, time(10), ZONE),
            air_from=item.air_from,
            air_until=item.air_until,
            levels=item.levels,
        )
        for candidate, item, revision, review, rendition in zip(
            wanted, items, revisions, reviews, renditions, strict=True
        )
    ]
    made = Clearance.objects.bulk_create(rows)
    return {candidate.id: row for candidate, row in zip(wanted, made, strict=True)}


class _Writer:
    """Writes pages, with what they refer to at hand."""

    def __init__(self, room: Newsroom, areas: dict[str, Area]) -> None:
        self._room = room
        self._areas = areas
        self._languages = {name: Language.objects.get(code=c) for name, c in LANGUAGES.items()}
        self._themes = {theme.code: theme for theme in Theme.objects.filter(retired=False)}
        self._conventions = {each.code: each for each in Convention.objects.all()}
        self._body = SupplyingBody.objects.first()

    def item(self, candidate: Candidate, recording: Asset) -> Item:
        item = MODELS[candidate.kind](
            title=f"Tin {candidate.id}",
            slug=candidate.id,
            summary=SENTENCE,
            language=self._languages[candidate.language],
            supplying_body=self._body,
            author="Đàng Thị Lan",
            recording=recording,
            priority=candidate.priority.value,
            deadline=candidate.deadline,
            air_from=candidate.airable_from,
            air_until=candidate.airable_until,
            separation_days=candidate.separation_days,
            most_airings=candidate.most_airings,
            levels=sorted(candidate.levels),
            **_text(MODELS[candidate.kind]),
        )
        item.themes.set([self._themes[code] for code in candidate.themes])
        item.conventions.set([self._conventions[code] for code in candidate.conventions])
        item.areas.set([self._areas[code] for code in candidate.areas])
        made: Item = self._room.add_child(instance=item)
        return made


def _text(model: type[Item]) -> dict[str, Any]:
    if model in {Article, Video}:
        return {"body": f"<p>{SENTENCE}</p>" * 8}
    return {"script": [("line", {"speaker": "Phát thanh viên", "text": SENTENCE})] * 8}


def _published(items: list[Item]) -> list[Revision]:
    page = ContentType.objects.get_for_model(Page)
    revisions: list[Revision] = Revision.objects.bulk_create(
        [
            Revision(
                content_type=ContentType.objects.get_for_model(item),
                base_content_type=page,
                object_id=str(item.pk),
                created_at=NOW,
                object_str=str(item),
                content=json.loads(json.dumps(item.serializable_data(), cls=DjangoJSONEncoder)),
            )
            for item in items
        ]
    )
    for item, revision in zip(items, revisions, strict=True):
        Page.objects.filter(pk=item.pk).update(live_revision=revision, latest_revision=revision)
    return revisions


def _reviewed(items: list[Item], by: User) -> list[WorkflowState]:
    workflow = Workflow.objects.get()
    page = ContentType.objects.get_for_model(Page)
    states: list[WorkflowState] = WorkflowState.objects.bulk_create(
        [
            WorkflowState(
                content_type=ContentType.objects.get_for_model(item),
                base_content_type=page,
                object_id=str(item.pk),
                workflow=workflow,
                status=WorkflowState.STATUS_APPROVED,
                requested_by=by,
            )
            for item in items
        ]
    )
    return states
