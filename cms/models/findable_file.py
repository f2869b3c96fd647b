"""What can be found of a file: its name on the screen and the name it came with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from cms.words import words_of
from media.models import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.words import Wanted


class FindableFileQuerySet(models.QuerySet["FindableFile"]):
    def saying(self, wanted: Wanted) -> FindableFileQuerySet:
        """Keep files whose names say all that is wanted, the newest first."""
        phrases = [" ".join(phrase) for phrase in wanted.phrases]
        says = Q(*(Q(words__contains=f" {each} ") for each in (*phrases, *wanted.words)))
        if wanted.begun:
            says &= Q(words__contains=f" {wanted.begun}")
        return self.filter(says).order_by("-asset__uploaded_at", "-pk")


class FindableFile(models.Model):
    """One file's names as bare words with a blank on either side.

    The files do not know that they are looked for: this stage hears when one is saved.
    """

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    words = models.TextField()

    objects = FindableFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("index entry of a file")
        verbose_name_plural = _("index entries of files")

    def __str__(self) -> str:
        return self.words.strip()


def write_files(assets: Iterable[Asset]) -> None:
    """Write the entries of these files, over older ones."""
    FindableFile.objects.bulk_create(
        [
            FindableFile(
                asset_id=asset.pk,
                words=f" {' '.join(words_of(f'{asset.title} {asset.original_name}'))} ",
            )
            for asset in assets
        ],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["words"],
    )


@receiver(post_save, sender=Asset, dispatch_uid="cms.findable_file")
def _index(instance: Asset, *, raw: bool = False, **_about: Any) -> None:
    if not raw:
        write_files([instance])
