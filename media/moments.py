"""Moments of a recording as people type them and read them off a player."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_MOMENT = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3})[:'])?(\d{1,5})(?:[.,](\d{1,3}))?\"?", re.ASCII)


def as_typed(moment: timedelta | None) -> str:
    """Return 1:05.3, nothing for no moment; `MomentField` reads it back."""
    if moment is None:
        return ""
    tenths = round(moment / timedelta(milliseconds=100))
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02}.{rest % 10}"


def read_moment(text: str) -> timedelta:
    """Read 65.3, 1:05,3 or 0:01:05; raise ValueError for anything else."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds, part = match.groups()
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds),
        milliseconds=int((part or "0").ljust(3, "0")),
    )


class MomentField(forms.CharField):
    """A moment, or none where it is left empty."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_moment(text)
        except ValueError as error:
            raise ValidationError(
                _(
                    "“%(text)s” is no moment of a recording: write minutes and seconds, "
                    "such as 1:05."
                ),
                params={"text": text},
            ) from error
