"""Accounts are kept: approvals, revisions and reports name the people who made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from cms.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse


@hooks.register("before_delete_user")
def keep_the_account(request: HttpRequest, _user: Any) -> HttpResponse:
    messages.error(
        request,
        _(
            "Accounts are not deleted, because what people wrote and approved names them. "
            "Untick “Active” instead: the person cannot sign in any more."
        ),
    )
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def keep_the_accounts(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    del objects
    if action_type == "delete" and action.model is User:
        answer: HttpResponse = keep_the_account(request, None)
        return answer
    return None
