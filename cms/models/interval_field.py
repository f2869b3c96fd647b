"""An interval that people choose as a number of hours or of minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS, MINUTES = "h", "m"
_UNITS = {HOURS: timedelta(hours=1), MINUTES: timedelta(minutes=1)}
# Ten weeks of minutes: more is a slip of the key, not an interval.
_MOST = 100_000


class IntervalWidget(forms.MultiWidget):
    def __init__(self) -> None:
        # Neither has a label of its own: the field's stands over both.
        number = forms.NumberInput(
            attrs={"class": "loa-number", "min": 1, "max": _MOST, "aria-label": _("Number")}
        )
        units = [(HOURS, _("hours")), (MINUTES, _("minutes"))]
        unit = forms.Select(choices=units, attrs={"aria-label": _("Unit")})
        super().__init__(widgets={"number": number, "unit": unit})

    def decompress(self, value: timedelta | None) -> list[Any]:
        if value is None:
            return [None, HOURS]
        unit = MINUTES if value % _UNITS[HOURS] else HOURS
        return [value // _UNITS[unit], unit]


class IntervalFormField(forms.MultiValueField):
    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.IntegerField(min_value=1, max_value=_MOST, required=False),
            forms.ChoiceField(choices=[(unit, unit) for unit in _UNITS], required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, widget=IntervalWidget(), **kwargs)

    def compress(self, data_list: Sequence[Any]) -> timedelta | None:
        number, unit = data_list or (None, HOURS)
        if number is None:
            return None
        interval: timedelta = number * _UNITS[unit or HOURS]
        return interval

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare intervals: without a number the unit says nothing."""
        try:
            return bool(initial != self.clean(data))
        except forms.ValidationError:
            return True


class IntervalField(models.DurationField):  # type: ignore[type-arg] # generic in the stubs alone
    def formfield(self, **_kwargs: Any) -> Any:
        return IntervalFormField(
            required=False, label=capfirst(self.verbose_name), help_text=self.help_text
        )


def in_words(interval: timedelta) -> str:
    """Return an interval as whole hours where it is some, otherwise in minutes."""
    hours, rest = divmod(interval, _UNITS[HOURS])
    if not rest:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    minutes = interval // _UNITS[MINUTES]
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
