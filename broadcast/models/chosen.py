"""Lists of codes kept as JSON, chosen in forms by ticking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Offer = Callable[[], Iterable[tuple[Any, Any]]]


class ChosenField(models.JSONField):
    """A JSON list whose form offers what `offer` returns when the form is shown.

    To the database and to migrations it is a plain JSON field.
    """

    def __init__(
        self,
        *args: Any,
        offer: Offer | None = None,
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        self.offer = offer
        self.coerce = coerce
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **_kwargs: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            choices=self.offer or (),
            coerce=self.coerce,
            empty_value=[],
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
