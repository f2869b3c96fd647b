"""Write notices, in the transaction of what they tell of; their mails follow on commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django_q.tasks import async_task

from cms.accounts.models import User
from cms.models import Notice, NoticeChoice, NoticeKind
from cms.models.notice import OFF_AT_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.models import Item


@transaction.atomic
def notify(
    *,
    kind: NoticeKind,
    to: Iterable[int | None],
    key: str,
    now: datetime,
    item: Item | None = None,
    path: str = "",
    note: str = "",
    by: User | None = None,
    due_at: datetime | None = None,
) -> list[Notice]:
    """Tell the people with these keys, less who did it and who no longer works here.

    The inbox is in the admin, and so is what notices lead to: who does not come in there is not
    told. Nobody is told twice under one `key`. Return what was written.
    """
    wanted = {pk for pk in to if pk is not None} - ({by.pk} if by else set())
    told = Notice.objects.filter(key=key, to__in=wanted).values_list("to", flat=True)
    come_in = User.objects.with_perm("wagtailadmin.access_admin")
    people = come_in.filter(pk__in=wanted).exclude(pk__in=told)
    choices = {row.user_id: row for row in NoticeChoice.objects.filter(user__in=wanted, kind=kind)}
    notices = []
    for person in people.order_by("pk"):
        choice = choices.get(person.pk)
        inbox = kind != NoticeKind.DIGEST and (choice is None or choice.inbox)
        mail = choice.mail if choice else kind not in OFF_AT_FIRST
        by_mail = bool(mail and person.email and settings.LOA_SENDS_MAIL)
        if inbox or by_mail:
            notices.append(
                Notice(
                    to=person,
                    kind=kind,
                    key=key,
                    item_id=item.pk if item else None,
                    title=item.title if item else "",
                    path=path or _page_of(item),
                    note=note,
                    by=by,
                    at=now,
                    due_at=due_at,
                    in_inbox=inbox,
                    by_mail=by_mail,
                )
            )
    # Told by somebody else in the same moment: the first row counts.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.by_mail for notice in notices):
        transaction.on_commit(lambda: async_task("cms.tasks.send_mails"))
    return notices


def _page_of(item: Item | None) -> str:
    return reverse("cms:item", args=[item.pk]) if item else reverse("inbox:list")
