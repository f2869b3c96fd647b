"""A cleared item is closed; opening it for correction is a right and an act of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cms.actions.correct import NotCorrectable, call_off_correction, correct
from cms.actions.review import NotSubmittable, submit
from cms.actions.withdraw import withdraw
from cms.canonical import canonical_sha256
from cms.models import Clearance, Correction, CorrectionEnd, Item, Notice
from cms.models.audit import AuditRecord
from cms.views.history import history
from tests.cms.newsroom import clear, edit_data, signed_in
from tests.conftest import NOW
from tests.pressing import link, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User


@pytest.fixture
def item(report: Callable[..., Item], lan: User, minh: User, thao: User) -> Item:
    made = report()
    clear(made, lan, minh, thao)
    found: Item = Item.objects.get(pk=made.pk)
    return found


def save(item: Item, by: User, title: str) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    signed_in(by).post(address, edit_data(item.specific, title=title))


def latest_title(item: Item) -> str:
    return str(Item.objects.get(pk=item.pk).get_latest_revision().content["title"])


def test_nobody_edits_what_is_cleared(item: Item, lan: User, quynh: User, root: User) -> None:
    revision = item.latest_revision_id
    for somebody in (lan, quynh, root):
        save(item, somebody, "Đổi sau khi duyệt")
    assert Item.objects.get(pk=item.pk).latest_revision_id == revision
    page = signed_in(lan).get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    assert "đã được duyệt và được phát đúng như vậy" in page.content.decode()


def test_what_is_closed_is_not_submitted(item: Item, lan: User) -> None:
    with pytest.raises(NotSubmittable):
        submit(item=item, by=lan, now=NOW)
    assert Item.objects.get(pk=item.pk).workflow_in_progress is False


def test_a_correction_opens_it_and_the_next_clearance_closes_it(
    item: Item, lan: User, minh: User, thao: User
) -> None:
    first = Clearance.objects.get()
    signed_in(thao).post(reverse("cms:correct", args=[item.pk]), {"reason": " Sai tên xã. "})
    opened = Correction.objects.get()
    assert (opened.clearance, opened.by, opened.reason) == (first, thao, "Sai tên xã.")
    assert AuditRecord.objects.get(kind="correction").key == f"item:{item.pk}"

    save(item, lan, "Đã sửa tên xã")
    assert latest_title(item) == "Đã sửa tên xã"
    assert list(Clearance.objects.airable(NOW)) == [first]
    second = clear(item, lan, minh, thao)

    first.refresh_from_db()
    assert (first.end.reason, list(Clearance.objects.airable(NOW))) == ("superseded", [second])
    save(item, lan, "Lại đổi")
    assert latest_title(item) == "Đã sửa tên xã"


def test_the_page_says_who_opened_it_and_why(item: Item, lan: User, thao: User) -> None:
    address = reverse("cms:item", args=[item.pk])
    before = signed_in(lan).get(address)
    assert (before.context["edit_url"], before.context["correction"]["may_open"]) == ("", False)
    assert signed_in(thao).get(address).context["correction"]["may_open"] is True
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    after = signed_in(lan).get(address)
    assert after.context["edit_url"]
    assert "Trần Thị Thảo" in after.content.decode()
    assert "Sai tên xã." in after.content.decode()


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_who_may_not_opens_nothing(who: str, item: Item, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        correct(item=item, by=somebody, reason="Sai tên xã.", now=NOW)
    signed_in(somebody).post(reverse("cms:correct", args=[item.pk]), {"reason": "Sai tên xã."})
    assert not Correction.objects.exists()


def test_an_editor_may_open_it(item: Item, quynh: User) -> None:
    assert correct(item=item, by=quynh, reason="Sai tên xã.", now=NOW).by == quynh


def test_it_needs_a_reason(item: Item, thao: User) -> None:
    answer = signed_in(thao).post(reverse("cms:correct", args=[item.pk]), {"reason": "  "})
    assert "Hãy nói cần đính chính điều gì" in answer.content.decode()
    assert not Correction.objects.exists()


def test_it_is_opened_once(item: Item, thao: User, quynh: User) -> None:
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    with pytest.raises(NotCorrectable):
        correct(item=item, by=quynh, reason="Sai số liệu.", now=NOW)
    assert Correction.objects.get().by == thao


def content(item: Item) -> str:
    return canonical_sha256(Item.objects.get(pk=item.pk).get_latest_revision().content)


def test_a_correction_called_off_closes_the_item_as_it_is_cleared(
    item: Item, lan: User, quynh: User, minh: User, thao: User
) -> None:
    cleared = Clearance.objects.get()
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    save(item, lan, "Sửa nhầm bài")
    submit(item=Item.objects.get(pk=item.pk), by=lan, now=NOW)
    Notice.objects.all().delete()

    address = reverse("cms:call_off_correction", args=[item.pk])
    page = signed_in(quynh).get(reverse("cms:item", args=[item.pk]))
    assert link(page, "Thôi đính chính") == address
    press(signed_in(quynh), signed_in(quynh).get(address), "Thôi đính chính", reason=" Nhầm bài. ")

    now = Item.objects.get(pk=item.pk)
    assert (content(item), latest_title(item)) == (cleared.content_sha256, item.title)
    assert (now.has_unpublished_changes, now.workflow_in_progress) == (False, False)
    assert list(Clearance.objects.airable(timezone.now())) == [cleared]
    end = CorrectionEnd.objects.get()
    assert (end.correction.reason, end.by, end.reason) == ("Sai tên xã.", quynh, "Nhầm bài.")
    audit = AuditRecord.objects.get(kind="correction_off")
    assert (audit.by, audit.key, audit.detail["reason"]) == (quynh, f"item:{item.pk}", "Nhầm bài.")
    told = Notice.objects.get()
    assert (told.to, told.kind, told.note) == (lan, "called_off", "Nhầm bài.")
    # What was written is not lost, and the item is closed.
    assert [row.content["title"] for row in item.revisions.order_by("pk")].count(
        "Sửa nhầm bài"
    ) == 1
    save(item, lan, "Lại đổi")
    assert latest_title(item) == item.title
    assert [(event.words, event.note) for event in history(now) if event.note][::-1] == [
        ("mở đính chính", "Sai tên xã."),
        ("thôi đính chính", "Nhầm bài."),
    ]
    # Whoever called it off wrote nothing: they may review what comes next.
    assert not item.revisions.filter(user=quynh).exists()


def test_after_that_it_is_opened_corrected_and_cleared_as_ever(
    item: Item, lan: User, minh: User, thao: User
) -> None:
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    save(item, lan, "Sửa nhầm bài")
    call_off_correction(item=item, by=thao, reason="Nhầm bài.", now=NOW)
    correct(item=item, by=thao, reason="Sai tên huyện.", now=NOW)
    save(item, lan, "Đã sửa tên huyện")
    second = clear(item, lan, minh, thao)
    assert second.content["title"] == "Đã sửa tên huyện"
    assert list(Clearance.objects.airable(timezone.now())) == [second]


def test_a_correction_that_is_cleared_is_not_called_off(
    item: Item, lan: User, minh: User, thao: User
) -> None:
    with pytest.raises(NotCorrectable, match="Không còn đính chính nào đang mở"):
        call_off_correction(item=item, by=thao, reason="Nhầm bài.", now=NOW)
    second = clear(item, lan, minh, thao)
    with pytest.raises(NotCorrectable):
        call_off_correction(item=item, by=thao, reason="Nhầm bài.", now=NOW)
    assert list(Clearance.objects.airable(timezone.now())) == [second]
    assert not CorrectionEnd.objects.exists()


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_who_may_not_calls_nothing_off(
    who: str, item: Item, thao: User, request: pytest.FixtureRequest
) -> None:
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    somebody = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        call_off_correction(item=item, by=somebody, reason="Thôi.", now=NOW)
    address = reverse("cms:call_off_correction", args=[item.pk])
    signed_in(somebody).post(address, {"reason": "Thôi."})
    assert not CorrectionEnd.objects.exists()


def test_calling_off_needs_a_reason(item: Item, thao: User) -> None:
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    address = reverse("cms:call_off_correction", args=[item.pk])
    answer = signed_in(thao).post(address, {"reason": " "})
    assert "Hãy nói vì sao thôi đính chính" in answer.content.decode()
    assert not CorrectionEnd.objects.exists()


def test_what_was_withdrawn_is_open_without(item: Item, lan: User, thao: User) -> None:
    withdraw(item=item, by=thao, reason="Sai.", now=NOW)
    with pytest.raises(PermissionDenied):
        correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    save(item, lan, "Viết lại")
    assert latest_title(item) == "Viết lại"


def made_from(item: Item, report: Callable[..., Item], *people: User) -> list[Item]:
    """Return two cleared pieces made from the item, one of them from the other, and a draft."""
    piece = report(title="Tiểu phẩm", hertz=550, derived_from=item)
    cham = report(title="Bản Chăm", hertz=660, version_of=piece)
    for each in (piece, cham):
        clear(each, *people)
    return [piece, cham, report(title="Nháp", hertz=770, derived_from=item)]


def test_withdrawing_offers_what_was_made_from_it_and_takes_what_is_chosen(
    item: Item, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    piece, cham, draft = made_from(item, report, lan, minh, thao)
    stranger = report(title="Bài khác", hertz=880)
    clear(stranger, lan, minh, thao)
    address = reverse("cms:withdraw", args=[item.pk])
    offered = signed_in(thao).get(address).context["made"]
    assert [(row.pk, chosen) for row, chosen in offered] == [(piece.pk, False), (cham.pk, False)]

    signed_in(thao).post(
        address, {"reason": "Sai số liệu.", "also": [cham.pk, draft.pk, stranger.pk]}
    )

    ended = Clearance.objects.filter(end__isnull=False).order_by("item__title")
    assert [(row.item_id, row.end.note) for row in ended] == [
        (cham.pk, "Sai số liệu."),
        (item.pk, "Sai số liệu."),
    ]


def test_without_a_reason_the_choice_is_kept_and_nothing_is_withdrawn(
    item: Item, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    piece, _cham, _draft = made_from(item, report, lan, minh, thao)
    page = signed_in(thao).post(reverse("cms:withdraw", args=[item.pk]), {"also": [piece.pk]})
    assert [chosen for _row, chosen in page.context["made"]] == [True, False]
    assert not Clearance.objects.filter(end__isnull=False).exists()
