"""Who may do what in the newsroom: every role × every verb, and a refusal leaves the rows alone."""

from __future__ import annotations

import pytest

from cms.access import Role
from cms.accounts.models import User
from cms.models import Item
from tests.conftest import NOW
from tests.grid import NOBODY, enter, has_every_role, read_grid, try_all
from tests.newsroom_verbs import Desk, all_verbs, make_desk

# The words are those of tests/grid.py.
#
# `author` wrote the items and `reporter` others; `left` had every role until the account was
# switched off. Nobody deletes an account and nobody edits what is cleared and closed: who comes
# that far is told so, which in a line without any * is a +.
# Airtime's own verbs, downloads and recalls are in test_permission_grid.
GRID = """
                                 author reporter editor reviewer leader commune scheduler manager operator root left nobody
items: list                         +       +       +       +       +    home       +        +      door     +  door  door
items: see one                      +       +       +       +       +    home       +        +      door     +  door  door
items: wanting a version            +       +       +       +       +    home       +        +      door     +  door  door
items: see a review                 +       +       +       +       +    home       +        +      door     +  door  door
items: overdue reviews              +       +       +       +       +      +        +        +      door     +  door  door
files: list                         +       +       +       +       +    home       +        +      door     +  door  door
files: see one                      +       +       +       +       +    home       +        +      door     +  door  door
files: choose                       +       +       +       +       +    home       +        +      door     +  door  door
files: hear                         +       +       +       +       +    home       +        +      door     +  door  door
newsrooms: list                   home    home    home    home    home   home     home       +      door     +  door  door
areas: list                       home    home    home    home    home   home       +        +      door     +  door  door
accounts: list                    home    home    home    home    home   home     home       +      door     +  door  door
items: create                       *       *       *     home    home   home     home     home     door     *  door  door
items: edit                         *     home      *     home    home   home     home     home     door     *  door  door
items: edit in review              no     home     no       *     home   home     home     home     door     *  door  door
items: edit returned                *     home      *     home    home   home     home     home     door     *  door  door
items: edit cleared                 +     home      +     home    home   home     home     home     door     +  door  door
items: open to correct            home    home      *     home      *    home     home     home     door     *  door  door
items: correct                      *     home      *     home    home   home     home     home     door     *  door  door
items: call off a correction      home    home      *     home      *    home     home     home     door     *  door  door
items: begin a version              *       *       *     home    home   home     home     home     door     *  door  door
items: copy                         *     home      *     home    home   home     home     home     door     *  door  door
items: delete                       *     home      *     home    home   home     home     home     door     *  door  door
items: delete cleared             home    home    home    home    home   home     home     home     door   home door  door
items: unpublish                  home    home    home    home    home   home     home     home     door   home door  door
review: submit a draft              *     home      *     home    home   home     home     home     door     *  door  door
review: submit a returned item      *     home      *     home    home   home     home     home     door     *  door  door
review: submit a correction         *     home      *     home    home   home     home     home     door     *  door  door
review: approve the first step     no      no      no       *      no    home      no       no      door     *  door  door
review: return at the first step   no      no      no       *      no    home      no       no      door     *  door  door
review: approve the last step      no      no      no      no       *    home      no       no      door     *  door  door
review: return at the last step    no      no      no      no       *    home      no       no      door     *  door  door
review: call off                    *     home     no      no     home   home     home     home     door    no  door  door
review: set its terms             home    home      *       *     home   home     home     home     door     *  door  door
review: comment                     *       *       *       *       *    home       *        *      door     *  door  door
review: answer a comment            *       *       *       *       *    home       *        *      door     *  door  door
review: resolve a comment           *       *       *       *       *    home       *        *      door     *  door  door
items: withdraw                   home    home    home    home      *    home     home     home     door     *  door  door
files: upload                       *       *       *     home    home   home     home     home     door     *  door  door
files: rename                     home    home      *     home    home   home     home     home     door     *  door  door
newsrooms: open                   home    home    home    home    home   home     home       *      door     *  door  door
newsrooms: open as a page         home    home    home    home    home   home     home     home     door   home door  door
newsrooms: edit as a page         home    home    home    home    home   home     home     home     door     *  door  door
newsrooms: see the steps          home    home    home    home    home   home     home       +      door     +  door  door
newsrooms: set the steps          home    home    home    home    home   home     home       *      door     *  door  door
lists: add a theme                home    home    home    home    home   home     home       *      door     *  door  door
lists: change a theme             home    home    home    home    home   home     home       *      door     *  door  door
accounts: add                     home    home    home    home    home   home     home       *      door     *  door  door
accounts: delete                  home    home    home    home    home   home     home     home     door     +  door  door
inbox: read                         +       +       +       +       +      +        +        +      door     +  door  door
inbox: open another's              404     404     404     404     404    404      404      404     door    404 door  door
inbox: read all                     +       +       +       +       +      +        +        +      door     +  door  door
inbox: choose                       *       *       *       *       *      *        *        *      door     *  door  door
searches: save                      *       *       *       *       *    home       *        *      door     *  door  door
searches: share                   home    home    home    home    home   home     home       *      door     *  door  door
searches: delete another's         404     404     404     404     404   home      404      404     door    404 door  door
searches: delete a shared one     home    home    home    home    home   home     home       *      door     *  door  door
lists: see theme                  home    home    home    home    home   home     home       +      door     +  door  door
lists: see convention             home    home    home    home    home   home     home       +      door     +  door  door
lists: see supplyingbody          home    home    home    home    home   home     home       +      door     +  door  door
lists: see language               home    home    home    home    home   home     home       +      door     +  door  door
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
EXPECTED = read_grid(GRID)


@pytest.fixture
def desk(loa: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_desk()


def settle(user: User) -> None:
    if user.username == "author":
        Item.objects.update(owner=user)


def test_the_grid_has_every_role() -> None:
    assert has_every_role(EXPECTED, PEOPLE)


@pytest.mark.parametrize("who", [*PEOPLE, NOBODY])
def test_each_verb_comes_to_what_the_grid_says_and_a_refusal_writes_nothing(
    who: str, desk: Desk
) -> None:
    browser = enter(who, PEOPLE.get(who, ()), settle)
    found = try_all(all_verbs(desk), browser, EXPECTED, "cms", "media", "accounts", "wagtailcore")
    assert found == EXPECTED[who]
