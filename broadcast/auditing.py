"""What airtime adds to the audit: its kinds, and who operates which station."""

from __future__ import annotations

from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from broadcast.models import Station
from cms.models.audit import add_kinds
from cms.receivers import about, notice_links

KINDS = {
    "released": _("Playlist released"),
    "recalled": _("Item recalled from released playlists"),
    "operators": _("A station's operators changed"),
    "token_made": _("Machine token made"),
    "token_revoked": _("Machine token revoked"),
}


def connect() -> None:
    """Connect everything, once."""
    add_kinds(KINDS)
    m2m_changed.connect(
        notice_links("operators", about),
        sender=Station.operators.through,
        weak=False,
        dispatch_uid="broadcast.audit",
    )
