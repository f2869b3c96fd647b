"""Who may do what in the newsroom: every role × every verb, and a refusal leaves the rows alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cms.access import Role
from cms.accounts.models import User
from cms.models import Item
from tests.conftest import NOW
from tests.grid import read_grid, try_all
from tests.newsroom_verbs import Desk, all_verbs, make_desk

# The words are those of tests/grid.py.
#
# `author` wrote the items and `reporter` others; `left` had every role until the account was
# switched off. Nobody deletes an account and nobody edits what is cleared and closed: who comes
# that far is told so, which in a line without any * is a +.
# Airtime's own verbs, downloads and recalls are in test_permission_grid.
GRID = """
                                 author reporter editor reviewer leader commune scheduler manager operator root left nobody
items: list                        +       +       +       +       +      home      +        +      door    +   door  door
items: see one                     +       +       +       +       +      home      +        +      door    +   door  door
items: wanting a version           +       +       +       +       +      home      +        +      door    +   door  door
items: see a review                +       +       +       +       +      home      +        +      door    +   door  door
files: list                        +       +       +       +       +      home      +        +      door    +   door  door
files: see one                     +       +       +       +       +      home      +        +      door    +   door  door
files: choose                      +       +       +       +       +      home      +        +      door    +   door  door
files: hear                        +       +       +       +       +      home      +        +      door    +   door  door
newsrooms: list                   home    home    home    home    home    home     home      +      door    +   door  door
areas: list                       home    home    home    home    home    home      +        +      door    +   door  door
accounts: list                    home    home    home    home    home    home     home      +      door    +   door  door
items: create                      *       *       *      home    home    home     home     home    door    *   door  door
items: edit                        *      home     *      home    home    home     home     home    door    *   door  door
items: edit in review              no     home     no      *      home    home     home     home    door    *   door  door
items: edit returned               *      home     *      home    home    home     home     home    door    *   door  door
items: edit cleared                +      home     +      home    home    home     home     home    door    +   door  door
items: open to correct            home    home     *      home     *      home     home     home    door    *   door  door
items: correct                     *      home     *      home    home    home     home     home    door    *   door  door
items: begin a version             *       *       *      home    home    home     home     home    door    *   door  door
items: copy                        *      home     *      home    home    home     home     home    door    *   door  door
items: delete                      *      home     *      home    home    home     home     home    door    *   door  door
items: delete cleared             home    home    home    home    home    home     home     home    door   home door  door
items: unpublish                  home    home    home    home    home    home     home     home    door   home door  door
review: submit a draft             *      home     *      home    home    home     home     home    door    *   door  door
review: submit a returned item     *      home     *      home    home    home     home     home    door    *   door  door
review: submit a correction        *      home     *      home    home    home     home     home    door    *   door  door
review: approve the first step     no      no      no      *       no     home      no       no     door    *   door  door
review: return at the first step   no      no      no      *       no     home      no       no     door    *   door  door
review: approve the last step      no      no      no      no      *      home      no       no     door    *   door  door
review: return at the last step    no      no      no      no      *      home      no       no     door    *   door  door
review: call off                   *      home     no      no     home    home     home     home    door    no  door  door
items: withdraw                   home    home    home    home     *      home     home     home    door    *   door  door
files: upload                      *       *       *      home    home    home     home     home    door    *   door  door
files: rename                     home    home     *      home    home    home     home     home    door    *   door  door
newsrooms: open                   home    home    home    home    home    home     home      *      door    *   door  door
newsrooms: see the steps          home    home    home    home    home    home     home      +      door    +   door  door
lists: add a theme                home    home    home    home    home    home     home      *      door    *   door  door
accounts: add                     home    home    home    home    home    home     home      *      door    *   door  door
accounts: delete                  home    home    home    home    home    home     home     home    door    +   door  door
"""  # noqa: E501 - as wide as its people
PEOPLE = {
    "author": (Role.REPORTER,),
    "reporter": (Role.REPORTER,),
    "editor": (Role.EDITOR,),
    "reviewer": (Role.REVIEWER,),
    "leader": (Role.LEADERSHIP,),
    "commune": (Role.COMMUNE_LEADERSHIP,),
    "scheduler": (Role.SCHEDULER,),
    "manager": (Role.MANAGER,),
    "operator": (Role.OPERATOR, Role.NOTICES),
    "root": (),
    "left": tuple(Role),
}
NOBODY = "nobody"
EXPECTED = read_grid(GRID)


@pytest.fixture
def desk(loa: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_desk()


def enter(name: str) -> Client:
    """Return the browser of somebody with the roles the grid says."""
    browser = Client()
    if name == NOBODY:
        return browser
    user = User.objects.create_user(username=name, is_superuser=name == "root")
    user.groups.set(Group.objects.filter(name__in=[role.value for role in PEOPLE[name]]))
    if name == "author":
        Item.objects.update(owner=user)
    browser.force_login(user)
    if name == "left":
        user.is_active = False
        user.save()
    return browser


def test_the_grid_has_every_role() -> None:
    assert {*EXPECTED} == {*PEOPLE, NOBODY}
    held = [roles for name, roles in PEOPLE.items() if name != "left"]
    assert {role for roles in held for role in roles} == {*Role}


@pytest.mark.parametrize("who", [*PEOPLE, NOBODY])
def test_each_verb_comes_to_what_the_grid_says_and_a_refusal_writes_nothing(
    who: str, desk: Desk
) -> None:
    browser = enter(who)
    found = try_all(all_verbs(desk), browser, EXPECTED, "cms", "media", "accounts", "wagtailcore")
    assert found == EXPECTED[who]
