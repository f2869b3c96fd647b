"""The editor's form: a draft may lack anything, what is submitted may not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from cms.checks import missing

SUBMITS = ("action-submit", "action-restart-workflow")


class ItemForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if any(name in self.data for name in SUBMITS):
            for finding in missing(
                needs_recording=self.instance.RECORDING_REQUIRED,
                recording=cleaned.get("recording"),
                themes=cleaned.get("themes"),
                supplying_body=cleaned.get("supplying_body"),
            ):
                if finding.field not in self.errors:
                    self.add_error(finding.field, ValidationError(finding.message))
        return cleaned
