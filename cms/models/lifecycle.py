"""Where an item stands, in five words, read from reviews and clearances; never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import BigIntegerField, Case, CharField, Exists, OuterRef, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import WorkflowState

from .clearance import Clearance
from .item import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

ItemT = TypeVar("ItemT", bound=Item)


class Lifecycle(models.TextChoices):
    """A correction in review or returned shows as that; what was cleared before still airs."""

    DRAFT = "draft", pgettext_lazy("lifecycle", "draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    CLEARED = "cleared", _("cleared")
    WITHDRAWN = "withdrawn", _("withdrawn")


def with_lifecycle(items: models.QuerySet[ItemT]) -> models.QuerySet[ItemT]:
    """Annotate each item with `lifecycle`, in the same one query."""
    reviews = WorkflowState.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
    clearances = Clearance.objects.filter(item_id=OuterRef("pk"))
    annotated: models.QuerySet[ItemT] = items.annotate(
        lifecycle=Case(
            When(
                Exists(reviews.filter(status=WorkflowState.STATUS_IN_PROGRESS)),
                then=Value(Lifecycle.IN_REVIEW.value),
            ),
            When(
                Exists(reviews.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)),
                then=Value(Lifecycle.RETURNED.value),
            ),
            When(Exists(clearances.standing()), then=Value(Lifecycle.CLEARED.value)),
            When(Exists(clearances), then=Value(Lifecycle.WITHDRAWN.value)),
            default=Value(Lifecycle.DRAFT.value),
            output_field=CharField(),
        )
    )
    return annotated


def lifecycle_of(item: Item) -> Lifecycle:
    found = with_lifecycle(Item.objects.filter(pk=item.pk)).values_list("lifecycle", flat=True)
    return Lifecycle(found.get())


def stand_at(states: Iterable[str]) -> models.Q:
    """Return what keeps items (by `pk`) that stand at one of `states`.

    `with_lifecycle` asks of each item; this asks for all of them at once, which is what
    a filter over thousands needs.
    """
    reviews = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    ).annotate(item=Cast("object_id", BigIntegerField()))
    waiting, returned = (
        models.Q(pk__in=reviews.filter(status=status).values("item"))
        for status in (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    )
    standing = models.Q(pk__in=Clearance.objects.standing().values("item_id"))
    ever = models.Q(pk__in=Clearance.objects.values("item_id"))
    over = ~waiting & ~returned
    keeps = {
        Lifecycle.IN_REVIEW: waiting,
        Lifecycle.RETURNED: ~waiting & returned,
        Lifecycle.CLEARED: over & standing,
        Lifecycle.WITHDRAWN: over & ~standing & ever,
        Lifecycle.DRAFT: over & ~ever,
    }
    wanted = models.Q(pk__in=[])
    for state in states:
        wanted |= keeps[Lifecycle(state)]
    return wanted
