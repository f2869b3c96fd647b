"""The audit: who did what, when and from where, written once.

Approvals, clearances and changes of rights are written here in the transaction that makes
them. Rows stand on their own: names are copied, and the person is no constraint, so that no
later deletion can take evidence along or be held up by it. The database itself refuses to
update or delete them (migration `audit`); that migration's triggers have to be made anew by one
that rebuilds the table.

What can be recorded is a kind with a name for people; later stages add theirs
(`add_kinds`), so that this stage need not know them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.origin import origin, person_at_hand

from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .search import folded

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from cms.accounts.models import User

_MOST = 255

KINDS: dict[str, _StrPromise] = {
    "approved": _("Step approved"),
    "returned": pgettext_lazy("audit", "Returned"),
    "cleared": pgettext_lazy("audit", "Cleared"),
    "correction": _("Opened for correction"),
    "correction_off": _("Correction called off"),
    "withdrawn": pgettext_lazy("audit", "Withdrawn"),
    "superseded": pgettext_lazy("audit", "Superseded by a newer clearance"),
    "expired": pgettext_lazy("audit", "Airing window over"),
    "replaced": pgettext_lazy("audit", "Replaced by a later bulletin"),
    "steps": _("Steps of a review changed"),
    "reviewers": _("A newsroom's reviewers changed"),
    "user_made": _("Account made"),
    "user_off": _("Account switched off"),
    "user_on": _("Account switched on"),
    "user_changed": _("Account changed"),
    "user_deleted": _("Account deleted"),
    "password": _("Password set"),
    "groups": _("Roles changed"),
    "permissions": _("Rights changed"),
    "group_made": _("Role made"),
    "group_changed": _("Role renamed"),
    "group_deleted": _("Role deleted"),
    "factor": _("Second step set up or removed"),
    "factor_reset": _("Second step reset"),
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "locked_out": _("Locked out"),
    "sessions": _("Sessions ended"),
}
# What the keys of `detail` are called.
WORDS: dict[str, _StrPromise] = {
    "added": _("added"),
    "removed": _("removed"),
    "reason": pgettext_lazy("audit", "reason"),
    "step": pgettext_lazy("audit", "step"),
    "of": pgettext_lazy("audit", "of"),
    "from": pgettext_lazy("audit", "before"),
    "to": pgettext_lazy("audit", "after"),
    "revision": _("revision"),
    "clearance": pgettext_lazy("audit", "clearance"),
    "seen": _("digest seen"),
    "content": _("digest of the content"),
    "file": _("digest of the file"),
    "steps": pgettext_lazy("audit", "steps"),
    "count": _("number"),
    "factor": _("second step"),
}


def add_kinds(kinds: dict[str, _StrPromise], words: dict[str, _StrPromise] | None = None) -> None:
    """Let a later stage record kinds of its own."""
    KINDS.update(kinds)
    WORDS.update(words or {})


class AuditRecord(AppendOnlyModel):
    """`about` names what it was done to, `key` finds all of one thing: `item:12`, `user:3`."""

    at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("what"), max_length=40, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    by_name = models.CharField(_("who"), max_length=_MOST)
    about = models.CharField(_("of whom or what"), max_length=_MOST)
    key = models.CharField(max_length=64, db_index=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("browser"), max_length=_MOST)
    folded = models.TextField(editable=False)

    objects = AppendOnlyQuerySet["AuditRecord"].as_manager()

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    @property
    def kind_name(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def told(self) -> str:
        """Return `detail` as one line for people."""
        return "; ".join(
            f"{WORDS.get(name, name)}: {', '.join(value) if isinstance(value, list) else value}"
            for name, value in self.detail.items()
        )


def record(
    kind: str,
    *,
    about: object,
    key: str,
    by: User | None,
    now: datetime,
    **detail: Any,
) -> AuditRecord:
    """Write one row, in the transaction of what it tells of. Empty details are left out."""
    if kind not in KINDS:
        raise ValueError(kind)
    came = origin()
    who = f"{by.get_username()} ({by})" if by is not None else ""
    kept = {name: value for name, value in detail.items() if value not in (None, "", [])}
    row = AuditRecord(
        at=now,
        kind=kind,
        by=by,
        by_name=who[:_MOST],
        about=str(about)[:_MOST],
        key=key,
        detail=kept,
        address=came.address,
        agent=came.agent,
    )
    row.folded = folded(f"{row.about} {row.by_name} {row.told} {row.address or ''}")
    row.save(force_insert=True)
    return row


def notice(kind: str, *, about: object, key: str, **detail: Any) -> AuditRecord:
    """Record what was noticed rather than called: by whoever is signed in, now."""
    return record(kind, about=about, key=key, by=person_at_hand(), now=timezone.now(), **detail)
