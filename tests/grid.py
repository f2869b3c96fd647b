"""A permission grid: read from its drawing, and held against what a browser came to.

+  done, and no row was written     home  sent back to the admin's first page
*  done, and rows were written      door  sent to sign in
no told so on the page              401, 404  as they stand
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

Grid = dict[str, dict[str, str]]


def read_grid(drawing: str) -> Grid:
    """Return by person what each verb is expected to come to."""
    head, *lines = drawing.strip().splitlines()
    people = head.split()
    rows = [line.rsplit(None, len(people)) for line in lines]
    return {
        person: {row[0]: row[1 + column] for row in rows} for column, person in enumerate(people)
    }


# Who wants to hear of comments: Wagtail's editor writes that while it opens.
NO_CONTENT = {"wagtailcore.PageSubscription"}


def everything(*labels: str) -> dict[str, list[Any]]:
    """Return every row of content that the apps have, many-to-many ones too."""
    models = [
        model
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label not in NO_CONTENT
    ]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }


def came_of(answer: Any, *, changed: bool, changes: bool) -> str:
    """Return the grid's word for what a verb came to; one that is not in it says too much.

    `changes` says that the verb is one that writes rows for whoever may use it.
    """
    sent_to = answer.headers.get("Location", "").split("?")[0]
    if answer.status_code >= 400:
        word = str(answer.status_code)
    elif sent_to in {reverse("wagtailadmin_login"), reverse("portal:sign_in")}:
        word = "door"
    elif sent_to == reverse("wagtailadmin_home") and not changed:
        word = "home"
    else:
        return "*" if changed else "no" if changes else "+"
    return f"{word}, but rows were written" if changed else word


def try_all(
    verbs: dict[str, Callable[[Client], Any]], browser: Client, grid: Grid, *labels: str
) -> dict[str, str]:
    """Use every verb once, each on the rows as they stand, and say what each came to."""
    changing = {verb for answers in grid.values() for verb in answers if answers[verb] == "*"}
    before, found = everything(*labels), {}
    for verb, use in verbs.items():
        untouched = transaction.savepoint()
        answer = use(browser)
        if answer.streaming:
            b"".join(answer)
        found[verb] = came_of(
            answer, changed=everything(*labels) != before, changes=verb in changing
        )
        transaction.savepoint_rollback(untouched)
    return found
