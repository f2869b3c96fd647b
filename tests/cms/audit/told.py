"""What the audit has to tell, short enough to compare."""

from __future__ import annotations

from typing import Any

from cms.models import AuditRecord


def last_record() -> int:
    newest = AuditRecord.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def told_since(last: int) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return kind, who, of whom and the details of every record since, oldest first."""
    rows = AuditRecord.objects.filter(pk__gt=last).order_by("pk")
    return [(row.kind, row.by_name.split(" ")[0], row.about, row.detail) for row in rows]
