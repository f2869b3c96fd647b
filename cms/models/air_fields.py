"""Fields in which an item says where and when it may air."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .area import Level

_SPAN = re.compile(r"(\d{1,2})[:.h](\d{2})\s*[-–]\s*(\d{1,2})[:.h](\d{2})")
_MOST = 6


class DaypartsFormField(forms.CharField):
    """Stretches of the day as people write them: "6:00-8:30, 18:00-20:00"."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(f"{begins}-{ends}" for begins, ends in value)
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = super().to_python(value) or ""
        parts = [part for part in re.split(r"[,;]", text) if part.strip()]
        if len(parts) > _MOST:
            raise ValidationError(_("At most %(most)d times of day.") % {"most": _MOST})
        return [_span(part) for part in parts]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


def _span(text: str) -> list[str]:
    found = _SPAN.fullmatch(text.strip())
    # 24 is no hour, so what is no span at all fails as one does that is none of a day.
    numbers = [int(number) for number in found.groups()] if found else [24, 0, 24, 0]
    try:
        begins, ends = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except ValueError as error:
        raise ValidationError(
            _("Write times of day like 06:00-08:30, several with commas between.")
        ) from error
    if begins == ends:
        raise ValidationError(_("A time of day must not end when it begins."))
    return [f"{begins:%H:%M}", f"{ends:%H:%M}"]


class DaypartsField(models.JSONField):
    """A list of pairs "HH:MM", each from and to; past midnight where the second is smaller."""

    def formfield(self, **_kwargs: Any) -> Any:
        return DaypartsFormField(
            required=False,
            max_length=100,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class LevelsField(models.JSONField):
    """A list of levels; empty means every level."""

    def formfield(self, **_kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=Level.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
