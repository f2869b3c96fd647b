"""A bulletin that repeats: what the editor takes, what is approved, what planning reads of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from broadcast.planning.candidates import candidates
from cms.actions.make_version import make_version
from cms.models import (
    AuditRecord,
    Clearance,
    ClearanceEnd,
    EndReason,
    Item,
    Language,
)
from cms.models.interval_field import IntervalFormField, in_words
from tests.broadcast import airtime_factories as airtime
from tests.cms.newsroom import clear, edit_data, open_to_edits, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

HOUR = timedelta(hours=1)
BULLETIN: dict[str, Any] = {
    "priority": "urgent",
    "issued_at": NOW - HOUR,
    "repeat_every": 2 * HOUR,
    "air_until": NOW + 24 * HOUR,
}


class Form(forms.Form):
    every = IntervalFormField(required=False)


@pytest.mark.parametrize(
    ("number", "unit", "interval"),
    [
        ("2", "h", 2 * HOUR),
        ("90", "m", 90 * HOUR / 60),
        ("120", "m", 2 * HOUR),
        ("", "h", None),
        ("", "", None),
    ],
)
def test_an_interval_is_a_number_of_hours_or_minutes(
    number: str, unit: str, interval: timedelta | None
) -> None:
    form = Form({"every_number": number, "every_unit": unit})
    assert form.is_valid()
    assert form.cleaned_data["every"] == interval
    assert Form(form.data, initial={"every": interval}).changed_data == []
    shown = Form(initial={"every": interval})["every"].subwidgets[0].data["subwidgets"]
    number_again, unit_again = shown[0]["value"], shown[1]["value"]
    again = Form({"every_number": number_again or "", "every_unit": unit_again[0]})
    assert again.is_valid()
    assert again.cleaned_data["every"] == interval


@pytest.mark.parametrize(
    ("number", "unit"), [("hai", "h"), ("-1", "h"), ("0", "m"), ("2", "tuần"), ("9" * 30, "h")]
)
def test_what_is_no_interval_is_refused(number: str, unit: str) -> None:
    assert "every" in Form({"every_number": number, "every_unit": unit}).errors


def test_an_interval_is_said_in_the_unit_that_makes_it_whole() -> None:
    assert [in_words(minutes * HOUR / 60) for minutes in (15, 60, 90, 120)] == [
        "15 phút",
        "1 giờ",
        "90 phút",
        "2 giờ",
    ]


def said(item: Item) -> dict[str, list[str]]:
    """Return what is wrong with an item, by field."""
    try:
        item.full_clean()
    except ValidationError as refused:
        return dict(refused.message_dict)
    return {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"repeat_every": None, "issued_at": None}, []),
        ({"priority": "priority"}, ["repeat_every"]),
        ({"priority": "normal"}, ["repeat_every"]),
        ({"repeat_every": HOUR / 6}, ["repeat_every"]),
        ({"repeat_every": 49 * HOUR}, ["repeat_every"]),
        ({"air_until": None}, ["air_until"]),
        ({"issued_at": None}, ["issued_at"]),
        ({"issued_at": NOW + 24 * HOUR}, ["issued_at"]),
    ],
)
def test_a_bulletin_names_its_interval_its_end_and_when_it_was_issued(
    report: Callable[..., Item], changes: dict[str, Any], fields: list[str]
) -> None:
    item = report(**BULLETIN)
    for name, value in changes.items():
        setattr(item, name, value)
    assert sorted(said(item)) == fields
    assert all(len(several) == 1 for several in said(item).values())


def test_the_editor_takes_it_and_says_what_it_does_not_take(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    posted = edit_data(
        item,
        priority="normal",
        repeat_every_number="2",
        repeat_every_unit="h",
        issued_at="2025-03-03 08:00",
        air_until="2025-03-04 09:00",
    )
    page = signed_in(lan).post(address, posted)
    assert page.context["form"].errors["repeat_every"] == [
        "Chỉ tin bài khẩn cấp mới phát lại theo chu kỳ: hãy chọn mức khẩn cấp, hoặc để trống ô này."
    ]
    assert 'name="repeat_every_number" value="2"' in page.content.decode()
    answer = signed_in(lan).post(address, posted | {"priority": "urgent"})
    assert answer.status_code == 302, answer.context["form"].errors
    saved = Item.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert (saved.repeat_every, saved.issued_at) == (2 * HOUR, NOW - HOUR)


def test_the_interval_is_frozen_in_the_clearance_and_planned_by(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    """Its kind's usual most airings would end a warning; what it names itself counts."""
    plain = clear(report(**BULLETIN), lan, minh, thao)
    bounded = clear(
        report(
            title="Lũ",
            hertz=880,
            **BULLETIN,
            most_airings=5,
            licence_airings=9,
            rights_holder="Đài KTTV",
        ),
        lan,
        minh,
        thao,
    )
    assert (plain.content["repeat_every"], plain.content["issued_at"]) == (
        "02:00:00",
        "2025-03-03T01:00:00Z",
    )
    Item.objects.filter(pk=plain.item_id).update(repeat_every=HOUR)
    assert [(each.repeat_every, each.most_airings) for each in candidates([plain, bounded])] == [
        (2 * HOUR, None),
        (2 * HOUR, 5),
    ]


def test_the_reviewer_sees_the_interval(report: Callable[..., Item], minh: User, lan: User) -> None:
    item = report(**BULLETIN)
    page = signed_in(minh).get(reverse("cms:item", args=[item.pk])).content.decode()
    assert "phát lại sau mỗi 2 giờ; ban hành lúc" in page


def test_a_translation_repeats_as_its_original_does(
    report: Callable[..., Item], quynh: User
) -> None:
    version = make_version(
        item=report(**BULLETIN), language=Language.objects.get(code="rog"), by=quynh, now=NOW
    )
    assert (version.repeat_every, version.issued_at) == (2 * HOUR, NOW - HOUR)


def test_a_later_bulletin_takes_the_place_of_all_that_it_was_made_from(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    """The second was never cleared: the third ends the first, and a correction of it in review."""
    first = report(**BULLETIN)
    clear(first, lan, minh, thao)
    second = report(title="Bão số 2", hertz=550, **BULLETIN, derived_from=first)
    open_to_edits(first)
    send(lan, first)
    third = report(
        title="Bão số 3", hertz=660, **BULLETIN | {"issued_at": NOW}, derived_from=second
    )
    standing = clear(third, lan, minh, thao)
    assert list(Clearance.objects.standing()) == [standing]
    end = ClearanceEnd.objects.get()
    assert (end.clearance.item_id, end.reason, end.by) == (first.pk, EndReason.REPLACED, thao)
    assert end.note == "Đã có bản tin sau thay thế: “Bão số 3”."
    first.refresh_from_db()
    assert (first.live, first.workflow_in_progress) == (False, False)
    assert AuditRecord.objects.filter(kind="replaced", key=f"item:{first.pk}").count() == 1


@pytest.mark.parametrize(
    ("earlier", "later", "replaced"),
    [
        ({}, {"issued_at": NOW - 2 * HOUR}, False),
        ({}, {"repeat_every": None}, False),
        ({"repeat_every": None}, {}, False),
        ({}, {"derived_from": None}, False),
        ({}, {"levels": ["commune"]}, False),
        ({"levels": ["commune"]}, {"levels": ["commune", "district"]}, True),
    ],
)
def test_only_a_later_bulletin_for_as_many_takes_its_place(
    report: Callable[..., Item],
    lan: User,
    minh: User,
    thao: User,
    *,
    earlier: dict[str, Any],
    later: dict[str, Any],
    replaced: bool,
) -> None:
    first = report(**BULLETIN | earlier)
    clear(first, lan, minh, thao)
    fields = {**BULLETIN, "issued_at": NOW, "derived_from": first, **later}
    clear(report(title="Bão số 2", hertz=550, **fields), lan, minh, thao)
    assert Clearance.objects.standing().filter(item=first).exists() is not replaced


def test_a_bulletin_for_a_district_leaves_the_one_for_the_province(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    district, commune = airtime.area("582"), airtime.area("22738")
    first = report(**BULLETIN)
    first.areas.set([district])
    first.save_revision(user=lan)
    clear(first, lan, minh, thao)
    for title, area, left in (("Bão số 2", commune, True), ("Bão số 3", district, False)):
        next_one = report(
            title=title,
            hertz=500 + len(title) + area.pk,
            **BULLETIN | {"issued_at": NOW},
            derived_from=first,
        )
        next_one.areas.set([area])
        next_one.save_revision(user=lan)
        clear(next_one, lan, minh, thao)
        assert Clearance.objects.standing().filter(item=first).exists() is left


@pytest.mark.usefixtures("newsroom")
def test_each_language_is_replaced_by_its_own() -> None:
    """The next one in Raglai names the Vietnamese one before; it ends that one's Raglai version."""
    first = airtime.cleared_item(**BULLETIN)
    airtime.cleared_item(**BULLETIN, version_of=first.item, language="rog")
    later = BULLETIN | {"issued_at": NOW, "derived_from": first.item, "language": "rog"}
    second = airtime.cleared_item(**later)
    assert set(Clearance.objects.standing()) == {first, second}


def test_one_made_from_a_bulletin_does_not_wait(report: Callable[..., Item]) -> None:
    second = report(title="Bão số 2", hertz=550, **BULLETIN, derived_from=report(**BULLETIN))
    second.air_from = NOW
    assert list(said(second)) == ["air_from"]
