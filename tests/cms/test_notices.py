"""Knowing: who is told what, in the inbox and by mail, once, and only as they choose."""

from __future__ import annotations

import json
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import OrmQ
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms.accounts.models import User
from cms.actions.correct import correct
from cms.actions.notify import notify
from cms.actions.read_notices import choose_notices
from cms.actions.review import return_item
from cms.actions.send_mails import send_mails
from cms.actions.tell_daily import tell_daily
from cms.actions.withdraw import withdraw
from cms.models import Item, Notice, NoticeKind, ReviewTerms
from cms.workflow_receivers import STOCK_MAILS
from tests.cms.newsroom import approve_as, clear, current_step, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

AFTERNOON = NOW.replace(hour=16)
MORNING = NOW.replace(hour=8)


@pytest.fixture
def people(lan: User, minh: User, thao: User) -> tuple[User, User, User]:
    """Return the author, the reviewer and the leader, each with a mail address."""
    for person in (lan, minh, thao):
        person.email = f"{person.username}@loa.test"
        person.save()
    return lan, minh, thao


def told(to: User) -> list[tuple[str, str]]:
    return [(row.kind, row.sentence) for row in Notice.objects.filter(to=to).order_by("pk")]


def kinds(to: User) -> list[str]:
    return [kind for kind, _sentence in told(to)]


def only_letter() -> EmailMultiAlternatives:
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def html_of(letter: EmailMultiAlternatives) -> str:
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(html)


def a_notice(to: User, key: str = "một", **fields: Any) -> Notice:
    return Notice.objects.create(
        **{"to": to, "key": key, "kind": "cleared", "title": "Tin", "path": "/admin/", "at": NOW}
        | fields
    )


def test_each_step_is_told_to_who_may_decide_it_and_the_end_to_who_wrote(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, thao = people
    item = report()

    clear(item, lan, minh, thao)

    assert told(minh) == [("submitted", "“Lớp học bên sông” đang chờ bạn duyệt.")]
    assert told(thao) == [("submitted", "“Lớp học bên sông” đang chờ bạn duyệt.")]
    assert told(lan) == [("cleared", "“Lớp học bên sông” đã được duyệt và được phép phát.")]
    page = signed_in(minh).get(Notice.objects.get(to=minh).path)
    assert page.context["item"].title == "Lớp học bên sông"


@pytest.mark.parametrize("way", ["approved", "returned", "called off"])
def test_what_is_decided_asks_no_other_reviewer_any_more(
    report: Callable[..., Item], people: tuple[User, User, User], way: str
) -> None:
    lan, minh, _thao = people
    other = User.objects.create_user(username="dung")
    other.groups.add(*minh.groups.all())
    item, waiting = report(), report("Mùa muối", 660)
    for each in (item, waiting):
        send(lan, each)
    step = current_step(item)
    a_notice(other, key=f"due:review:{step.pk}:2025-03-03", kind="due")
    assert Notice.objects.unread().filter(to=other).count() == 3

    match way:
        case "approved":
            approve_as(minh, item)
        case "returned":
            return_item(task_state=step, by=minh, reason="Nói rõ nguồn.", now=NOW)
        case "called off":
            step.workflow_state.cancel(user=lan)

    left = Notice.objects.unread().filter(to=other).values_list("key", flat=True)
    assert list(left) == [f"submitted:{current_step(waiting).pk}"]


def test_who_took_part_is_not_asked_to_review(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, _thao = people
    lan.groups.add(*minh.groups.all())
    send(lan, report())
    assert (kinds(lan), kinds(minh)) == ([], ["submitted"])


def test_a_return_comes_with_its_reason_and_the_next_round_is_told_again(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, _thao = people
    item = report()
    send(lan, item)
    return_item(task_state=current_step(item), by=minh, reason="Nói rõ nguồn.", now=NOW)
    send(lan, item)
    notice = Notice.objects.get(to=lan)
    assert (notice.kind, notice.note, notice.by) == ("returned", "Nói rõ nguồn.", minh)
    assert kinds(minh) == ["submitted", "submitted"]


def test_a_correction_and_a_withdrawal_reach_its_author_and_who_built_on_it(
    report: Callable[..., Item], people: tuple[User, User, User], quynh: User
) -> None:
    lan, minh, thao = people
    item = report()
    clear(item, lan, minh, thao)
    piece = report(title="Tiểu phẩm", hertz=880, derived_from=item)
    Item.objects.filter(pk=piece.pk).update(owner=quynh)
    correct(item=item, by=thao, reason="Sai tên xã.", now=NOW)
    clear(item, lan, minh, thao)
    withdraw(item=item, by=thao, reason="Vẫn sai.", now=NOW)

    assert [row.note for row in Notice.objects.filter(to=lan, kind="correction")] == ["Sai tên xã."]
    assert [row.note for row in Notice.objects.filter(to=lan, kind="withdrawn")] == ["Vẫn sai."]
    assert (
        told(quynh)
        == [("original", "Bài gốc “Lớp học bên sông” đã thay đổi: hãy sửa bài của bạn cho khớp.")]
        * 2
    )
    paths = set(Notice.objects.filter(to=quynh).values_list("path", flat=True))
    assert paths == {reverse("cms:item", args=[piece.pk])}


def test_who_no_longer_works_here_is_told_nothing(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, _thao = people
    minh.is_active = False
    minh.save()
    send(lan, report())
    assert not Notice.objects.exists()


def test_nothing_is_told_of_what_was_rolled_back(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    item = report()
    with transaction.atomic():
        send(people[0], item)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_nobody_is_told_twice_under_one_key(people: tuple[User, User, User]) -> None:
    for _twice in range(2):
        notify(kind=NoticeKind.CLEARED, to=[people[0].pk], key="một", now=NOW)
    assert Notice.objects.count() == 1


def test_the_mail_goes_out_on_commit_in_vietnamese_with_a_whole_address(
    report: Callable[..., Item],
    people: tuple[User, User, User],
    django_capture_on_commit_callbacks: Any,
    settings: Any,
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://loa.example.vn"
    item = report(title="Lớp học\nbên sông")
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        send(people[0], item)
    assert [task.func() for task in OrmQ.objects.all()] == ["cms.tasks.send_mails"]
    # Neither Wagtail's mail nor ours goes out within the request.
    assert mail.outbox == []

    assert send_mails(clock=lambda: NOW) == 1

    letter = only_letter()
    assert (letter.to, letter.subject) == (
        ["minh@loa.test"],
        "[Loa] “Lớp học bên sông” đang chờ bạn duyệt.",
    )
    address = f"https://loa.example.vn{reverse('cms:review', args=[current_step(item).pk])}"
    assert "Chào Nguyễn Văn Minh," in letter.body
    assert address in letter.body
    assert f"https://loa.example.vn{reverse('inbox:choices')}" in letter.body
    assert address in html_of(letter)
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_title_that_is_html_stays_text(people: tuple[User, User, User]) -> None:
    a_notice(people[0], by_mail=True, title="<script>x</script>", note="<b>đậm</b>")
    send_mails(clock=lambda: NOW)
    letter = only_letter()
    html = html_of(letter)
    assert ("<script>" in html, "<b>" in html) == (False, False)
    assert "<script>x</script>" in letter.body


def test_sending_twice_sends_once(people: tuple[User, User, User]) -> None:
    a_notice(people[0], by_mail=True)
    assert [send_mails(clock=lambda: NOW) for _twice in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


def test_what_another_worker_has_in_hand_is_left_to_it_until_its_lease_is_over(
    people: tuple[User, User, User],
) -> None:
    a_notice(people[0], by_mail=True, mail_lease_until=NOW + timedelta(minutes=1))
    assert send_mails(clock=lambda: NOW) == 0
    assert send_mails(clock=lambda: NOW + timedelta(minutes=2)) == 1


def test_a_mail_that_cannot_go_is_tried_a_few_times_and_says_why_and_holds_up_no_other(
    people: tuple[User, User, User], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LOA_MAIL_ATTEMPTS = 2
    broken = a_notice(people[0], by_mail=True)
    a_notice(people[1], by_mail=True)
    real = EmailMultiAlternatives.send

    def fails_for_lan(letter: EmailMultiAlternatives) -> int:
        if letter.to == ["lan@loa.test"]:
            raise SMTPServerDisconnected("mất kết nối")
        return int(real(letter))

    monkeypatch.setattr(EmailMultiAlternatives, "send", fails_for_lan)
    sent = [send_mails(clock=lambda at=at: NOW + timedelta(hours=at)) for at in range(4)]  # type: ignore[misc]
    broken.refresh_from_db()
    assert sent == [1, 0, 0, 0]
    assert (broken.mailed_at, broken.mail_attempts, broken.mail_fault) == (None, 2, "mất kết nối")


def test_no_mail_goes_to_who_left_after_it_was_written(people: tuple[User, User, User]) -> None:
    a_notice(people[0], by_mail=True)
    people[0].is_active = False
    people[0].save()
    assert (send_mails(clock=lambda: NOW), mail.outbox) == (0, [])


def test_each_kind_is_switched_in_the_inbox_and_by_mail(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, thao = people
    signed_in(lan).post(reverse("inbox:choices"), {"inbox": ["returned"], "mail": ["cleared"]})
    item = report()
    send(lan, item)
    return_item(task_state=current_step(item), by=minh, reason="Sửa.", now=NOW)
    clear(item, lan, minh, thao)
    rows = Notice.objects.filter(to=lan).order_by("pk")
    assert [(row.kind, row.in_inbox, row.by_mail) for row in rows] == [
        ("returned", True, False),
        ("cleared", False, True),
    ]
    shown = signed_in(lan).get(reverse("inbox:choices")).context["rows"]
    assert [row["kind"] for row in shown if row["inbox"] and row["has_inbox"]] == ["returned"]
    assert [row["kind"] for row in shown if row["mail"]] == ["cleared"]


def test_where_no_mail_server_is_named_no_mail_waits(
    people: tuple[User, User, User], settings: Any
) -> None:
    settings.LOA_SENDS_MAIL = False
    notify(kind=NoticeKind.CLEARED, to=[people[0].pk], key="một", now=NOW)
    assert Notice.objects.get().by_mail is False


def test_the_inbox_shows_ones_own_and_counts_what_is_unread(
    people: tuple[User, User, User],
) -> None:
    lan, minh, _thao = people
    mine = [a_notice(lan, key=key) for key in ("một", "hai")]
    a_notice(lan, key="ba", in_inbox=False)
    theirs = a_notice(minh)
    client = signed_in(lan)

    page = client.get(reverse("inbox:list"))
    assert {row.pk for row in page.context["page"]} == {row.pk for row in mine}
    assert page.context["unread"] == 2
    assert client.get(reverse("inbox:open", args=[mine[0].pk]))["Location"] == "/admin/"
    client.get(reverse("inbox:open", args=[theirs.pk]))
    assert set(Notice.objects.unread()) == {mine[1], theirs}
    client.post(reverse("inbox:read_all"))
    assert set(Notice.objects.unread()) == {theirs}


def test_the_menu_says_how_many_are_unread(people: tuple[User, User, User]) -> None:
    client = signed_in(people[0])
    home = reverse("wagtailadmin_home")

    def menu_says(label: str) -> bool:
        # The sidebar's own script reads it as JSON.
        return json.dumps(label) in client.get(home).content.decode()

    assert menu_says("Hộp thư")
    a_notice(people[0])
    assert menu_says("Hộp thư (1)")
    Notice.objects.update(read_at=NOW)
    assert menu_says("Hộp thư")


def test_the_inbox_takes_as_many_queries_for_three_notices_as_for_one(
    people: tuple[User, User, User],
) -> None:
    client, counts = signed_in(people[0]), []
    for keys in (["một"], ["hai", "ba"]):
        for key in keys:
            a_notice(people[0], key=key, by=people[1], kind="returned")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("inbox:list"))
        counts.append((len(queries), len(page.context["page"])))
    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]


def test_what_is_due_tomorrow_is_told_once_from_the_afternoon_on(
    report: Callable[..., Item], people: tuple[User, User, User]
) -> None:
    lan, minh, thao = people
    tomorrow = NOW + timedelta(days=1)
    # Who wrote it is not asked to decide on it.
    lan.groups.add(*minh.groups.all())
    item = report()
    send(lan, item)
    ReviewTerms.objects.update(due_at=tomorrow)
    report(title="Hạn mai", hertz=550, priority="priority", deadline=tomorrow)
    report(title="Hạn kia", hertz=660, priority="priority", deadline=NOW + timedelta(days=2))
    Notice.objects.all().delete()

    assert tell_daily(now=NOW) == 0
    assert [tell_daily(now=AFTERNOON + timedelta(hours=hours)) for hours in range(2)] == [2, 0]

    assert told(minh) == [("due", "“Lớp học bên sông” đến hạn lúc 09:00 04/03/2025.")]
    assert told(lan) == [("due", "“Hạn mai” đến hạn lúc 09:00 04/03/2025.")]
    assert not told(thao)


def test_the_digest_goes_to_who_asked_for_it_and_has_something_unread(
    people: tuple[User, User, User],
) -> None:
    lan, minh, thao = people
    for person in (lan, thao):
        choose_notices(by=person, inbox=NoticeKind.values, mail=["digest"])
    a_notice(lan, title="Chưa đọc")
    a_notice(lan, key="hai", title="Đã đọc", read_at=NOW)
    a_notice(minh)

    assert [tell_daily(now=MORNING) for _twice in range(2)] == [1, 0]
    send_mails(clock=lambda: MORNING)

    letter = only_letter()
    assert (letter.to, letter.subject) == (
        ["lan@loa.test"],
        "[Loa] Những thông báo bạn chưa đọc.",
    )
    assert ("Chưa đọc" in letter.body, "Đã đọc" in letter.body) == (True, False)
    assert Notice.objects.in_inbox().filter(to=lan).count() == 2


def test_wagtails_own_mails_are_unplugged() -> None:
    signals = (task_submitted, workflow_submitted, workflow_rejected, workflow_approved)
    plugged = {key[0] for signal in signals for key, *_rest in signal.receivers}
    assert plugged & {uid for _signal, _sender, uid in STOCK_MAILS} == set()


def test_the_account_page_offers_no_mails_that_are_not_sent(root: User) -> None:
    page = signed_in(root).get(reverse("wagtailadmin_account")).content.decode()
    for name in ("submitted", "approved", "rejected", "updated_comments"):
        assert f"notifications-{name}_notifications" not in page
