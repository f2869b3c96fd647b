"""Who may do what with airtime: every role × every verb, and a refusal leaves the rows alone."""

from __future__ import annotations

import pytest

from broadcast.models import Station
from cms.access import Role
from cms.accounts.models import User
from tests.airtime_verbs import ELSEWHERE, STATION, Airtime, all_verbs, make_airtime
from tests.conftest import NOW
from tests.grid import NOBODY, enter, has_every_role, read_grid, try_all

# The words are those of tests/grid.py.
#
# `operator` runs the station asked about and `other` another one; `left` had every role and
# ran the station until the account was switched off.
GRID = """
                   reporter editor reviewer leader scheduler manager operator other root left nobody
desk: see the day     home    home    home      +       +        +      door   door    +  door  door
desk: see a slot      home    home    home      +       +        +      door   door    +  door  door
desk: candidates      home    home    home    home      +      home     door   door    +  door  door
desk: see a run       home    home    home      +       +        +      door   door    +  door  door
desk: follow a run    home    home    home      +       +        +      door   door    +  door  door
desk: ask plan        home    home    home    home      *      home     door   door    *  door  door
desk: ask release     home    home    home    home      *      home     door   door    *  door  door
desk: stop a run      home    home    home     no       *       no      door   door    *  door  door
desk: add             home    home    home    home      *      home     door   door    *  door  door
desk: replace         home    home    home    home      *      home     door   door    *  door  door
desk: remove          home    home    home    home      *      home     door   door    *  door  door
desk: lock            home    home    home    home      *      home     door   door    *  door  door
desk: unlock          home    home    home    home      *      home     door   door    *  door  door
desk: see stops       home    home    home    home      +      home     door   door    +  door  door
desk: release         home    home    home    home      *      home     door   door    *  door  door
desk: recall          home    home    home      *     home     home     door   door    *  door  door
report: page          home    home    home      +       +        +      door   door    +  door  door
report: workbook      home    home    home      +       +        +      door   door    +  door  door
clocks: list          home    home    home    home      +        +      door   door    +  door  door
clocks: add           home    home    home    home      *        *      door   door    *  door  door
clocks: edit          home    home    home    home      *        *      door   door    *  door  door
weekly slots: list    home    home    home    home      +        +      door   door    +  door  door
weekly slots: add     home    home    home    home      *        *      door   door    *  door  door
weekly slots: edit    home    home    home    home      *        *      door   door    *  door  door
rules: list           home    home    home    home      +        +      door   door    +  door  door
rules: add            home    home    home    home      *        *      door   door    *  door  door
rules: edit           home    home    home    home      *        *      door   door    *  door  door
orders: list          home    home    home    home      +        +      door   door    +  door  door
orders: add           home    home    home    home      *        *      door   door    *  door  door
orders: edit          home    home    home    home      *        *      door   door    *  door  door
music: list           home    home    home    home      +        +      door   door    +  door  door
music: choose         home    home    home    home      *        *      door   door    *  door  door
tokens: list          home    home    home    home    home       +      door   door    +  door  door
tokens: make          home    home    home    home    home       *      door   door    *  door  door
tokens: revoke        home    home    home    home    home       *      door   door    *  door  door
portal: home            +       +       +       +       +        +        +      +     +  door  door
portal: station        404     404     404     404     404      404       +     404   404 door  door
portal: day            404     404     404     404     404      404       +     404   404 door  door
portal: zip            404     404     404     404     404      404       *     404   404  401   401
portal: slot file      404     404     404     404     404      404       *     404   404  401   401
portal: m3u8           404     404     404     404     404      404       *     404   404  401   401
portal: sheet          404     404     404     404     404      404       *     404   404 door  door
portal: confirm        404     404     404     404     404      404       *     404   404 door  door
portal: notices        404     404     404     404     404      404       +     404   404 door  door
portal: see notice     404     404     404     404     404      404       +     404   404 door  door
portal: hear notice    404     404     404     404     404      404       +     404   404 door  door
portal: news           404     404     404     404     404      404       +     404   404 door  door
portal: read news      404     404     404     404     404      404       *     404   404 door  door
portal: news mail      404     404     404     404     404      404       *     404   404 door  door
portal: write notice   404     404     404     404     404      404       *     404   404 door  door
portal: mend notice    404     404     404     404     404      404       *     404   404 door  door
api: json              404     404     404     404      *        *        *     404    *   401   401
api: m3u8              404     404     404     404      *        *        *     404    *   401   401
api: xspf              404     404     404     404      *        *        *     404    *   401   401
api: html              404     404     404     404      *        *        *     404    *   401   401
api: zip               404     404     404     404      *        *        *     404    *   401   401
api: week              404     404     404     404      *        *        *     404    *   401   401
api: item file         404     404     404     404      +        +        +     404    +   401   401
api: slot file         404     404     404     404      +        +        +     404    +   401   401
api: slot              404     404     404     404      +        +        +     404    +   401   401
api: confirm           404     404     404     404     404      404       *     404   404  401   401
"""
PEOPLE = {
    # Neither role does anything with airtime: one person with both shows it of each.
    "reporter": (Role.REPORTER, Role.COMMUNE_LEADERSHIP),
    "editor": (Role.EDITOR,),
    "reviewer": (Role.REVIEWER,),
    "leader": (Role.LEADERSHIP,),
    "scheduler": (Role.SCHEDULER,),
    "manager": (Role.MANAGER,),
    "operator": (Role.OPERATOR, Role.NOTICES),
    "other": (Role.OPERATOR,),
    "root": (),
    "left": tuple(Role),
}
RUN_BY = {"operator": STATION, "left": STATION, "other": ELSEWHERE}


EXPECTED = read_grid(GRID)


@pytest.fixture
def airtime(loa: None, monkeypatch: pytest.MonkeyPatch) -> Airtime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_airtime()


def settle(user: User) -> None:
    if user.username in RUN_BY:
        Station.objects.get(code=RUN_BY[user.username]).operators.add(user)
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@loa.test")


def test_the_grid_has_every_role() -> None:
    assert has_every_role(EXPECTED, PEOPLE)


@pytest.mark.parametrize("who", [*PEOPLE, NOBODY])
def test_each_verb_comes_to_what_the_grid_says_and_a_refusal_writes_nothing(
    who: str, airtime: Airtime
) -> None:
    browser = enter(who, PEOPLE.get(who, ()), settle)
    assert try_all(all_verbs(airtime), browser, EXPECTED, "broadcast", "cms") == EXPECTED[who]
