"""The sessions a person is signed in with, and ending them: rows of allauth's and Django's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession

if TYPE_CHECKING:
    from cms.accounts.models import User


def sessions_of(user: User) -> list[UserSession]:
    """Return those that are still open, newest first; forget the others."""
    rows: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(rows, key=lambda row: row.created_at, reverse=True)


def end(user: User, *, only: int | None = None, but: str | None = None) -> int:
    """End the sessions of `user`, or the one with this key, or all but one; return how many."""
    rows = UserSession.objects.filter(user=user)
    if only is not None:
        rows = rows.filter(pk=only)
    if but is not None:
        rows = rows.exclude(session_key=but)
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)
