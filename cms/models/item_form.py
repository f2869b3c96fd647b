"""The editor's form for an item."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminPageForm

from .taxonomy import Language


class ItemForm(WagtailAdminPageForm):
    """Begins a new item in the language the newsroom writes in: its field is on another tab."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As Django's own fields begin; those of our own kinds take the model's word as it is.
        for field in self.fields.values():
            field.label = capfirst(field.label) if field.label else field.label
        if self.instance.language_id is None and "language" in self.fields:
            usual = Language.objects.filter(code=settings.LANGUAGE_CODE)
            self.initial["language"] = usual.values_list("pk", flat=True).first()
