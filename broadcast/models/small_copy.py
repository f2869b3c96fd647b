"""Small files that were ready only after an edition had named its files."""

from __future__ import annotations

from django.db import models

from cms.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

from .playlist import PlaylistEntry


class SmallCopy(AppendOnlyModel):
    """A small file beside an entry that was released without one.

    The edition's document stays as it is: this is a later row, read by whoever asks for the
    small variant. `recipe` is empty where the file is stored, as with the entry's own.
    """

    entry = models.OneToOneField(PlaylistEntry, on_delete=models.PROTECT, related_name="small_copy")
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    crc32 = models.BigIntegerField()
    recipe = models.JSONField(null=True)
    added_at = models.DateTimeField()

    objects = AppendOnlyQuerySet["SmallCopy"].as_manager()

    def __str__(self) -> str:
        return f"{self.entry} {self.sha256[:12]}"
