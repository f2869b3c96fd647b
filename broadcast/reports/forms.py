from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 366
_DAY = timedelta(days=1)


def _day_field(label: Any) -> forms.DateField:
    # A browser's date picker reads and writes ISO dates alone.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


class PeriodForm(forms.Form):
    first = _day_field(_("First day"))
    last = _day_field(_("Up to and including"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last:
            if first > last:
                raise ValidationError(_("The first day must not come after the last."))
            if (last - first).days >= MOST_DAYS:
                raise ValidationError(
                    _("A report covers at most %(days)d days: choose a shorter period."),
                    params={"days": MOST_DAYS},
                )
        return given


def usual_period(today: date) -> dict[str, date]:
    """Return the month up to yesterday, or last month on the first of one."""
    yesterday = today - _DAY
    return {"first": yesterday.replace(day=1), "last": yesterday}


def common_periods(today: date) -> list[tuple[Any, dict[str, date]]]:
    """Return the periods that reports are written for, by name; those without a day over not."""
    yesterday, month, year = today - _DAY, today.replace(day=1), today.replace(month=1, day=1)
    found = [
        (_("This month"), month, yesterday),
        (_("Last month"), (month - _DAY).replace(day=1), month - _DAY),
        (_("This year"), year, yesterday),
        (_("Last year"), year.replace(year=year.year - 1), year - _DAY),
    ]
    return [(name, {"first": a, "last": b}) for name, a, b in found if a <= b]
