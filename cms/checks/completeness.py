"""What the editor asks of a finished item, which a draft may lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def completeness(subject: Subject) -> Iterator[Finding]:
    try:
        subject.item.full_clean()
    except ValidationError as invalid:
        for field, messages in invalid.message_dict.items():
            label = _label(subject, field)
            said = " ".join(messages)
            yield Finding(Weight.STOPS, field, f"{label}: {said}" if label else said)


def _label(subject: Subject, field: str) -> str:
    fields = {each.name: each for each in subject.item._meta.get_fields()}  # noqa: SLF001 - Django's API
    name = getattr(fields.get(field), "verbose_name", "")
    return str(name)[:1].upper() + str(name)[1:]
