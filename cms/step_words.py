"""Says in one plain sentence which steps the items of a newsroom go through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    # The step's name, the group that takes it, whether only the newsroom's own reviewers may.
    Told = tuple[str, str, bool]


def sentence(newsroom: str, usual: Sequence[Told], urgent: Sequence[Told]) -> str:
    """Return what comes of these steps; `urgent` is empty where urgent items take the usual ones.

    That two people at least see every item is said too: it is no setting.
    """
    told = ngettext(
        "Items of %(newsroom)s go through %(n)s step: %(steps)s.",
        "Items of %(newsroom)s go through %(n)s steps: %(steps)s.",
        len(usual),
    ) % {"newsroom": newsroom, "n": len(usual), "steps": _chain(usual)}
    hurried = (
        ngettext(
            "Urgent items go through %(n)s step: %(steps)s.",
            "Urgent items go through %(n)s steps: %(steps)s.",
            len(urgent),
        )
        % {"n": len(urgent), "steps": _chain(urgent)}
        if urgent
        else _("Urgent items go through the same steps.")
    )
    second = _("Nobody approves their own piece, so at least two people have seen what airs.")
    return f"{told} {hurried} {second}"


def _chain(steps: Sequence[Told]) -> str:
    return _(", then ").join(_step(*step) for step in steps)


def _step(name: str, group: str, own_newsroom: bool) -> str:  # noqa: FBT001 - one of a tuple
    words = {"step": name, "group": group}
    if own_newsroom:
        return _("%(step)s (%(group)s of this newsroom)") % words
    return f"{name} ({group})" if group != name else name
