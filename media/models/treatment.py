"""What an editor chose for an asset: which part airs, and how it is treated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from media.ffmpeg import treatment


class ImmutableTreatment(TypeError):
    """Raised where code tries to change a choice that a file may have been made under."""


class Treatment(models.Model):
    """One combination of choices on one asset, written once.

    Each profile makes its own rendition under it. `Asset.treatment` names the one in
    force; none is the sound as received. Cues count from the first sample of the upload
    as decoded, so that they mean the same under every profile.
    """

    asset = models.ForeignKey("media.Asset", on_delete=models.PROTECT, related_name="treatments")
    cue_in = models.DurationField(_("begins at"), default=timedelta)
    cue_out = models.DurationField(_("ends at"), null=True, blank=True)
    even_out = models.BooleanField(_("even out loud and quiet parts"), default=False)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        constraints = [
            # A missing end counts as different from every other, so it needs its own.
            models.UniqueConstraint(
                fields=["asset", "cue_in", "cue_out", "even_out"], name="treatment_once"
            ),
            models.UniqueConstraint(
                fields=["asset", "cue_in", "even_out"],
                condition=Q(cue_out__isnull=True),
                name="treatment_to_the_end_once",
            ),
            models.CheckConstraint(
                condition=Q(cue_in__gte=timedelta())
                & (Q(cue_out__isnull=True) | Q(cue_out__gt=F("cue_in"))),
                name="treatment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} {self.cue_in}-{self.cue_out or ''}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ImmutableTreatment("another choice is another treatment")
        super().save(*args, **kwargs)

    @property
    def asked(self) -> treatment.Treatment:
        """The choice as the media pipeline takes it."""
        return treatment.Treatment(self.cue_in, self.cue_out, self.even_out)
