"""Who may do what with airtime: every role × every verb, and a refusal leaves the rows alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from broadcast.models import Station
from cms.access import Role
from cms.accounts.models import User
from tests.airtime_verbs import ELSEWHERE, STATION, Airtime, all_verbs, make_airtime
from tests.conftest import NOW

# +  done, and no row was written     home  sent back to the admin's first page
# *  done, and rows were written      door  sent to sign in
# no told so on the page              401, 404  as they stand
#
# `operator` runs the station asked about and `other` another one; `left` had every role and
# ran the station until the account was switched off.
GRID = """
                   reporter editor reviewer leader scheduler manager operator other root left nobody
desk: see the day    home    home    home     +        +        +      door    door  +   door  door
desk: see a slot     home    home    home     +        +        +      door    door  +   door  door
desk: candidates     home    home    home    home      +       home    door    door  +   door  door
desk: see a run      home    home    home     +        +        +      door    door  +   door  door
desk: follow a run   home    home    home     +        +        +      door    door  +   door  door
desk: ask plan       home    home    home    home      *       home    door    door  *   door  door
desk: ask release    home    home    home    home      *       home    door    door  *   door  door
desk: stop a run     home    home    home     no       *        no     door    door  *   door  door
desk: add            home    home    home    home      *       home    door    door  *   door  door
desk: replace        home    home    home    home      *       home    door    door  *   door  door
desk: remove         home    home    home    home      *       home    door    door  *   door  door
desk: lock           home    home    home    home      *       home    door    door  *   door  door
desk: unlock         home    home    home    home      *       home    door    door  *   door  door
desk: see stops      home    home    home    home      +       home    door    door  +   door  door
desk: release        home    home    home    home      *       home    door    door  *   door  door
report: page         home    home    home     +        +        +      door    door  +   door  door
report: workbook     home    home    home     +        +        +      door    door  +   door  door
clocks: list         home    home    home    home      +        +      door    door  +   door  door
clocks: add          home    home    home    home      *        *      door    door  *   door  door
clocks: edit         home    home    home    home      *        *      door    door  *   door  door
weekly slots: list   home    home    home    home      +        +      door    door  +   door  door
weekly slots: add    home    home    home    home      *        *      door    door  *   door  door
weekly slots: edit   home    home    home    home      *        *      door    door  *   door  door
rules: list          home    home    home    home      +        +      door    door  +   door  door
rules: add           home    home    home    home      *        *      door    door  *   door  door
rules: edit          home    home    home    home      *        *      door    door  *   door  door
orders: list         home    home    home    home      +        +      door    door  +   door  door
orders: add          home    home    home    home      *        *      door    door  *   door  door
orders: edit         home    home    home    home      *        *      door    door  *   door  door
music: list          home    home    home    home      +        +      door    door  +   door  door
music: choose        home    home    home    home      *        *      door    door  *   door  door
tokens: list         home    home    home    home     home      +      door    door  +   door  door
tokens: make         home    home    home    home     home      *      door    door  *   door  door
tokens: revoke       home    home    home    home     home      *      door    door  *   door  door
portal: home          +       +       +       +        +        +       +       +    +   door  door
portal: station      404     404     404     404      404      404      +      404  404  door  door
portal: day          404     404     404     404      404      404      +      404  404  door  door
portal: zip          404     404     404     404      404      404      *      404  404  401   401
portal: slot file    404     404     404     404      404      404      *      404  404  401   401
portal: m3u8         404     404     404     404      404      404      *      404  404  401   401
portal: sheet        404     404     404     404      404      404      *      404  404  door  door
portal: confirm      404     404     404     404      404      404      *      404  404  door  door
api: json            404     404     404     404       *        *       *      404   *   401   401
api: m3u8            404     404     404     404       *        *       *      404   *   401   401
api: xspf            404     404     404     404       *        *       *      404   *   401   401
api: html            404     404     404     404       *        *       *      404   *   401   401
api: zip             404     404     404     404       *        *       *      404   *   401   401
api: week            404     404     404     404       *        *       *      404   *   401   401
api: item file       404     404     404     404       +        +       +      404   +   401   401
api: slot file       404     404     404     404       +        +       +      404   +   401   401
api: slot            404     404     404     404       +        +       +      404   +   401   401
api: confirm         404     404     404     404      404      404      *      404  404  401   401
"""
PEOPLE = {
    # Neither role does anything with airtime: one person with both shows it of each.
    "reporter": (Role.REPORTER, Role.COMMUNE_LEADERSHIP),
    "editor": (Role.EDITOR,),
    "reviewer": (Role.REVIEWER,),
    "leader": (Role.LEADERSHIP,),
    "scheduler": (Role.SCHEDULER,),
    "manager": (Role.MANAGER,),
    "operator": (Role.OPERATOR,),
    "other": (Role.OPERATOR,),
    "root": (),
    "left": tuple(Role),
}
RUN_BY = {"operator": STATION, "left": STATION, "other": ELSEWHERE}
NOBODY = "nobody"


def read_grid() -> dict[str, dict[str, str]]:
    """Return by person what each verb is expected to come to."""
    head, *lines = GRID.strip().splitlines()
    people = head.split()
    rows = [line.rsplit(None, len(people)) for line in lines]
    return {
        person: {row[0]: row[1 + column] for row in rows} for column, person in enumerate(people)
    }


EXPECTED = read_grid()
CHANGES = {verb for answers in EXPECTED.values() for verb in answers if answers[verb] == "*"}


@pytest.fixture
def airtime(loa: None, monkeypatch: pytest.MonkeyPatch) -> Airtime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_airtime()


def enter(name: str) -> Client:
    """Return the browser of somebody with the roles and the station the grid says."""
    browser = Client()
    if name == NOBODY:
        return browser
    user = User.objects.create_user(username=name, is_superuser=name == "root")
    user.groups.set(Group.objects.filter(name__in=[role.value for role in PEOPLE[name]]))
    if name in RUN_BY:
        Station.objects.get(code=RUN_BY[name]).operators.add(user)
    browser.force_login(user)
    if name == "left":
        user.is_active = False
        user.save()
    return browser


def everything() -> dict[str, list[Any]]:
    """Return every row that airtime has, many-to-many ones too."""
    models = apps.get_app_config("broadcast").get_models(include_auto_created=True)
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }


def came_of(answer: Any, *, verb: str, changed: bool) -> str:
    """Return the grid's word for what a verb came to; one that is not in it says too much."""
    sent_to = answer.headers.get("Location", "").split("?")[0]
    if answer.status_code >= 400:
        word = str(answer.status_code)
    elif sent_to in {reverse("wagtailadmin_login"), reverse("portal:sign_in")}:
        word = "door"
    elif sent_to == reverse("wagtailadmin_home"):
        word = "home"
    else:
        return "*" if changed else "no" if verb in CHANGES else "+"
    return f"{word}, but rows were written" if changed else word


def test_the_grid_has_every_role() -> None:
    assert {*EXPECTED} == {*PEOPLE, NOBODY}
    held = [roles for name, roles in PEOPLE.items() if name != "left"]
    assert {role for roles in held for role in roles} == {*Role}


@pytest.mark.parametrize("who", [*PEOPLE, NOBODY])
def test_each_verb_comes_to_what_the_grid_says_and_a_refusal_writes_nothing(
    who: str, airtime: Airtime
) -> None:
    browser, before, found = enter(who), everything(), {}
    for verb, use in all_verbs(airtime).items():
        untouched = transaction.savepoint()
        answer = use(browser)
        if answer.streaming:
            b"".join(answer)
        found[verb] = came_of(answer, verb=verb, changed=everything() != before)
        transaction.savepoint_rollback(untouched)
    assert found == EXPECTED[who]
