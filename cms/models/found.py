"""What makes an item findable: every save of its text writes its index entry anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from modelcluster.models import ClusterableModel

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision

    from cms.checks import Twin
    from media.models import Asset


class Found(ClusterableModel):
    """Mixed into the item before the page; the modules it calls need the item first."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        saved = super().save(*args, **kwargs)
        if self.latest_revision_id is None:
            self._make_findable(timezone.now())
        return saved

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        revision = super().save_revision(*args, **kwargs)
        self._make_findable(revision.created_at)
        return revision

    def _make_findable(self, edited_at: datetime) -> None:
        from .findable import rows_of, write_rows  # noqa: PLC0415

        write_rows([rows_of(self, edited_at)])

    def twins_by_recording(self, asset: Asset) -> list[Twin]:
        from .twins import twins_by_recording  # noqa: PLC0415

        return twins_by_recording(self, asset)

    def twins_by_title(self) -> list[Twin]:
        from .twins import twins_by_title  # noqa: PLC0415

        return twins_by_title(self)
