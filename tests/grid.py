"""A permission grid: read from its drawing, and held against what a browser came to.

+  done, and no row was written     home  sent back to the admin's first page
*  done, and rows were written      door  sent to sign in
no told so on the page              401, 404  as they stand
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cms.access import Role
from cms.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Verbs = dict[str, Callable[[Client], Any]]

Grid = dict[str, dict[str, str]]
# Had every role, and all that goes with it, until the account was switched off.
LEFT = "left"
ROOT = "root"
NOBODY = "nobody"


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


def has_every_role(grid: Grid, people: Mapping[str, tuple[Role, ...]]) -> bool:
    """Whether the drawing has a column for each of `people`, who together have every role."""
    held = [roles for name, roles in people.items() if name != LEFT]
    return {*grid} == {*people, NOBODY} and {role for roles in held for role in roles} == {*Role}


def enter(name: str, roles: tuple[Role, ...], settle: Callable[[User], None]) -> Client:
    """Return the browser of somebody new with these roles; `settle` gives them their place."""
    browser = Client()
    if name == NOBODY:
        return browser
    user = User.objects.create_user(username=name, is_superuser=name == ROOT)
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    settle(user)
    browser.force_login(user)
    if name == LEFT:
        user.is_active = False
        user.save()
    return browser


def get(address: str, **query: str) -> Callable[[Client], Any]:
    return lambda browser: browser.get(address, query)


def post(address: str, **data: Any) -> Callable[[Client], Any]:
    return lambda browser: browser.post(address, data)


def try_all(verbs: Verbs, browser: Client, grid: Grid, *labels: str) -> dict[str, str]:
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
