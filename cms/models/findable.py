"""What can be found of an item: its latest revision, draft or not, as words and facts.

A page's own row keeps the text of its first save until it is published, so neither
the row nor Wagtail's index knows what is in a draft. These rows are a copy that can
be made anew at any time (`manage.py rebuild_search`); nothing is decided by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, IntegerField, Q, When
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from cms.words import composed, sort_key, words_of
from media.models import Asset, Rendition

from .says import Says
from .taxonomy import Language, SupplyingBody

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from cms.words import Wanted

    from .item import Item


def listed(keys: Iterable[int]) -> str:
    """Return keys as a text in which one can be looked for: " 3 17 "."""
    return "".join(f" {key}" for key in sorted(keys)) + " "


class FindableQuerySet(models.QuerySet["Findable"]):
    def saying(self, wanted: Wanted) -> FindableQuerySet:
        """Keep what says all that is wanted: in the title first, then the newest."""
        phrases = [" ".join(phrase) for phrase in wanted.phrases]
        in_title = Q(*(Q(title_words__contains=f" {each} ") for each in (*phrases, *wanted.words)))
        if wanted.begun:
            in_title &= Q(title_words__contains=f" {wanted.begun}")
        place = Case(When(in_title, then=0), default=1, output_field=IntegerField())
        return self.filter(Says(wanted)).order_by(place, "-edited_at", "-pk")

    def in_states(self, states: Sequence[str]) -> FindableQuerySet:
        """Keep items that stand in one of the lifecycle's `states`."""
        from .lifecycle import stand_at  # noqa: PLC0415 - it needs the item first

        return self.filter(stand_at(states))

    def lasting(self, spans: Iterable[tuple[timedelta, timedelta | None]]) -> FindableQuerySet:
        """Keep items whose house file is as long as one of the half-open spans."""
        lengths = Q()
        for least, below in spans:
            span = Q(duration__gte=least)
            lengths |= span if below is None else span & Q(duration__lt=below)
        ready = Rendition.objects.ready().filter(lengths)
        return self.filter(recording_id__in=ready.values("asset_id"))


class Findable(models.Model):
    """One item's facts, narrow, so that a list of all of them is read quickly."""

    item = models.OneToOneField(
        "cms.Item", on_delete=models.CASCADE, primary_key=True, related_name="findable"
    )
    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    edited_at = models.DateTimeField(db_index=True)
    title = models.CharField(max_length=255)
    # Bare words with a blank on either side.
    title_words = models.CharField(max_length=600)
    # In the order of Vietnamese dictionaries; bytes sort alike on both databases.
    title_key = models.BinaryField(db_index=True)
    language = models.ForeignKey(
        Language, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    supplying_body = models.ForeignKey(
        SupplyingBody, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    themes = models.TextField(default=" ")
    conventions = models.TextField(default=" ")
    recording = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = FindableQuerySet.as_manager()

    class Meta:
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """One item's text: as it reads, part by part, and as bare words.

    The database itself keeps the index over `words` (migration `findable_words`).
    """

    item = models.OneToOneField(
        "cms.Item", on_delete=models.CASCADE, primary_key=True, related_name="wording"
    )
    parts = models.JSONField(default=dict)
    words = models.TextField()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")

    def __str__(self) -> str:
        return str(self.item_id)


def parts_of(item: Item) -> dict[str, str]:
    """Return what a person may remember of `item`, by the field it stands in."""
    parts = {
        "title": item.title,
        "summary": item.summary,
        "script": _script(item),
        "body": get_text_for_indexing(getattr(item, "body", "") or ""),
        "author": item.author,
        "source": item.source,
        "voice": item.voice,
        "rights_holder": item.rights_holder,
    }
    return {name: composed(text.strip()) for name, text in parts.items() if text.strip()}


def _script(item: Item) -> str:
    lines = []
    for block in getattr(item, "script", None) or ():
        if block.block_type == "line":
            lines.append(f"{block.value['speaker']}: {block.value['text']}")
        else:
            lines.append(str(block.value))
    return "\n".join(lines)


def rows_of(item: Item, edited_at: datetime) -> tuple[Findable, Wording]:
    """Return the rows for an item as it is in memory; nothing is written."""
    parts = parts_of(item)
    title = parts.get("title", "")
    return (
        Findable(
            item_id=item.pk,
            kind_id=item.content_type_id,
            edited_at=edited_at,
            title=title[:255],
            title_words=f" {' '.join(words_of(title))} "[:600],
            title_key=sort_key(title),
            language_id=item.language_id,
            supplying_body_id=item.supplying_body_id,
            themes=listed(term.pk for term in item.themes.all()),
            conventions=listed(term.pk for term in item.conventions.all()),
            recording_id=item.recording_id,
        ),
        Wording(item_id=item.pk, parts=parts, words=" ".join(words_of(" ¶ ".join(parts.values())))),
    )


def write_rows(rows: Iterable[tuple[Findable, Wording]]) -> None:
    """Write the rows, over older ones of the same items."""
    facts, wordings = zip(*rows, strict=True)
    _write(Findable, facts)
    _write(Wording, wordings)


def _write(model: type[models.Model], rows: Sequence[Any]) -> None:
    names = [field.name for field in model._meta.fields if not field.primary_key]  # noqa: SLF001 - Django's API
    model._default_manager.bulk_create(  # noqa: SLF001 - the same
        rows, update_conflicts=True, unique_fields=["item"], update_fields=names
    )
