"""Durations as people here write them, in the admin's forms."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_duration
from django.utils.duration import duration_string

from media.durations import on_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

_WRITTEN = re.compile(
    r"""\s*(?:(?P<hours>\d+)\s*h)?\s*(?:(?P<minutes>\d+)\s*['’′])?"""
    r"""\s*(?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:["”″]|''))?\s*"""
)
_SECOND = timedelta(seconds=1)


def written(duration: timedelta) -> str:
    """Return 5'30", or 0,48" where there is less than a second of it to tell."""
    if duration % _SECOND:
        return f'{duration / _SECOND:g}"'.replace(".", ",")
    return on_screen(duration)


def read(text: str) -> timedelta | None:
    """Return what 1h05'30", 5'30", 45" or 15 (minutes) says; None where it says nothing known."""
    if text.strip().isdecimal():
        return timedelta(minutes=int(text))
    found = _WRITTEN.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    parts = {
        name: float((said or "0").replace(",", ".")) for name, said in found.groupdict().items()
    }
    return timedelta(**parts)


class DurationInput(forms.TextInput):
    """A duration as 5'30"; colons are read too, a bare number as minutes."""

    def format_value(self, value: Any) -> str | None:
        duration = parse_duration(value) if isinstance(value, str) else value
        return written(duration) if isinstance(duration, timedelta) else value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        text = super().value_from_datadict(data, files, name)
        found = read(text) if isinstance(text, str) else None
        return text if found is None else duration_string(found)
