"""Checks: said before the review starts, and asked again where it matters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from cms.actions.review import NotSubmittable, approve, submit
from cms.checks import Finding, Weight, findings
from cms.models import Approval, Item, Refusal, Report, ReviewRefused, Theme, what_airs
from cms.models.lifecycle import Lifecycle, lifecycle_of
from tests.cms.newsroom import current_step, edit_data, seen_now, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Newsroom
    from media.models import Asset


@pytest.fixture
def usual_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second be a report's usual length: the cast's recordings are that short."""
    monkeypatch.setattr(Report, "USUAL_LENGTH", (timedelta(), timedelta(minutes=7)))


def found(item: Item, *, submitting: bool = False) -> list[Finding]:
    shown = what_airs(item.get_latest_revision())
    return findings(shown.revision.as_object(), shown, now=NOW, submitting=submitting)


def said(item: Item, *, submitting: bool = False) -> list[tuple[str, Weight]]:
    return [(each.field, each.weight) for each in found(item, submitting=submitting)]


def changed(item: Item, by: User, **fields: Any) -> Item:
    """Save a revision of `item` with other fields."""
    draft: Item = item.get_latest_revision_as_object()
    for name, value in fields.items():
        if name == "themes":
            draft.themes.set(value)
        else:
            setattr(draft, name, value)
    draft.save_revision(user=by, clean=False)
    kept: Item = Item.objects.get(pk=item.pk).specific
    return kept


def press_submit(user: User, item: Item, **changes: str) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    data = edit_data(item, **changes, **{"action-submit": "1"})
    return signed_in(user).post(address, data, follow=True)


def test_a_finished_report_gives_nothing_to_say(
    usual_length: None, report: Callable[..., Item]
) -> None:
    assert said(report()) == []


LACKS: list[tuple[dict[str, Any], list[tuple[str, Weight]]]] = [
    ({"recording": None}, [("recording", Weight.STOPS)]),
    ({"themes": []}, [("themes", Weight.STOPS)]),
    ({"supplying_body": None}, [("supplying_body", Weight.STOPS)]),
    ({"script": []}, [("script", Weight.WARNS)]),
    ({"script": [("cue", "Tiếng gà gáy.")]}, [("script", Weight.WARNS)]),
    ({"title": ""}, [("title", Weight.STOPS)]),
    ({"air_from": NOW, "air_until": NOW}, [("air_until", Weight.STOPS)]),
]


def test_each_lack_is_told_once_at_its_field(
    usual_length: None, report: Callable[..., Item], lan: User
) -> None:
    item = report()
    whole = item.get_latest_revision()
    for fields, expected in LACKS:
        lacking = changed(item, lan, **fields)
        assert (fields, said(lacking)) == (fields, expected)
        whole.as_object().save_revision(user=lan)
        item = Item.objects.get(pk=item.pk).specific


def test_a_length_unusual_for_the_kind_warns(report: Callable[..., Item]) -> None:
    (finding,) = found(report())
    assert (finding.field, finding.weight) == ("recording", Weight.WARNS)
    assert "0'01\"" in finding.message
    assert "7'00\"" in finding.message


def test_a_term_taken_off_its_list_warns(usual_length: None, report: Callable[..., Item]) -> None:
    item = report()
    Theme.objects.filter(code="chinh-sach").update(retired=True)
    assert said(item) == [("themes", Weight.WARNS)]


def test_what_measuring_found_in_the_recording_is_said_of_the_item(
    usual_length: None, report: Callable[..., Item]
) -> None:
    item = report()
    asset = item.recording
    assert asset is not None
    warnings = [{"code": "long_silence", "facts": {"count": 2}}]
    asset.renditions.update(warnings=warnings)
    (finding,) = found(item)
    assert (finding.field, finding.weight) == ("recording", Weight.WARNS)
    assert "2" in finding.message


def test_a_file_still_being_made_ready_may_be_submitted_but_not_approved(
    report: Callable[..., Item], asset: Callable[..., Asset]
) -> None:
    item = report(recording=asset(660, ready=False))
    assert said(item, submitting=True) == [("recording", Weight.WARNS)]
    assert said(item) == [("recording", Weight.STOPS)]


def test_each_finding_leads_to_its_field_in_the_editor(
    report: Callable[..., Item], lan: User
) -> None:
    item = changed(report(), lan, recording=None, themes=[], supplying_body=None, script=[])
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    editor = signed_in(lan).get(address).content.decode()
    links = [each.link for each in found(item)]
    assert len(links) == 4
    for link in links:
        page, _, field = link.partition("#:w:contentpath=")
        assert page == address
        assert f'data-contentpath="{field}"' in editor


def test_the_author_sees_the_warnings_before_the_review_starts(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    page = press_submit(lan, item, title="Tít mới")
    assert page.redirect_chain == [(reverse("cms:submit", args=[item.pk]), 302)]
    assert found(item)[0].link in page.content.decode()
    assert lifecycle_of(item) == Lifecycle.DRAFT
    assert Item.objects.get(pk=item.pk).draft_title == "Tít mới"

    signed_in(lan).post(reverse("cms:submit", args=[item.pk]))
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW
    assert current_step(item).workflow_state.requested_by == lan


def test_with_nothing_to_say_the_editor_submits_at_once(
    usual_length: None, report: Callable[..., Item], lan: User
) -> None:
    item = report()
    page = press_submit(lan, item)
    assert page.redirect_chain == [(reverse("cms:item", args=[item.pk]), 302)]
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW


def test_a_new_item_is_kept_and_its_lacks_are_told(
    report: Callable[..., Item], newsroom: Newsroom, lan: User
) -> None:
    data = edit_data(report(), title="Bài mới", slug="", recording="", **{"action-submit": "1"})
    address = reverse("wagtailadmin_pages:add", args=["cms", "report", newsroom.pk])
    page = signed_in(lan).post(address, data, follow=True)
    item = Item.objects.get(title="Bài mới")
    assert page.redirect_chain == [(reverse("cms:submit", args=[item.pk]), 302)]
    assert "Chưa có bản thu" in page.content.decode()
    assert lifecycle_of(item) == Lifecycle.DRAFT


def test_what_stops_refuses_the_submission_whoever_asks_how(
    report: Callable[..., Item], lan: User
) -> None:
    item = changed(report(), lan, themes=[], recording=None)
    with pytest.raises(NotSubmittable) as refused:
        submit(item=item, by=lan, now=NOW)
    assert [each.field for each in refused.value.findings] == ["recording", "themes"]
    page = signed_in(lan).post(reverse("cms:submit", args=[item.pk]), follow=True)
    assert page.redirect_chain == [(reverse("cms:submit", args=[item.pk]), 302)]
    assert lifecycle_of(item) == Lifecycle.DRAFT


def test_what_stops_refuses_the_approval_inside_the_action(
    report: Callable[..., Item], lan: User, quynh: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    item = changed(item, quynh, themes=[])
    with pytest.raises(ReviewRefused) as refused:
        approve(task_state=current_step(item), by=minh, seen=seen_now(item), now=NOW)
    assert refused.value.refusal == Refusal.CHECKS
    assert not Approval.objects.exists()
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW


@pytest.mark.parametrize("who", ["minh", "hoa", "tuan"])
def test_who_may_not_write_the_item_may_not_submit_it(
    who: str, report: Callable[..., Item], request: pytest.FixtureRequest
) -> None:
    item = report()
    user = request.getfixturevalue(who)
    signed_in(user).post(reverse("cms:submit", args=[item.pk]))
    assert lifecycle_of(item) == Lifecycle.DRAFT
