"""One commune of the demo with its own newsroom: notices by its operator, reviewed there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from broadcast.actions.notices import newsroom_of, send_notice
from broadcast.models import Station
from cms.actions.newsrooms import open_newsroom
from cms.actions.review import approve, return_item
from cms.actions.set_steps import set_reviewers
from cms.models import Item, Language, LocalNotice, what_airs

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

COMMUNE: Final = "22861"
# Title, text, and what its reviewer says: True approves, a text returns, None waits.
NOTICES: Final[tuple[tuple[str, str, bool | str | None], ...]] = (
    (
        "Tiêm phòng bổ sung cho trẻ dưới năm tuổi",
        "Sáng thứ bảy, từ 7 giờ, tại trạm y tế xã.\nBà con mang theo sổ tiêm.",
        True,
    ),
    ("Họp thôn bàn việc làm đường", "Mời bà con họp lúc 19 giờ.", "Ghi rõ họp ngày nào, ở đâu."),
    (
        "Tạm ngừng cấp nước để sửa đường ống",
        "Thứ năm tạm ngừng cấp nước từ 8 giờ đến 16 giờ.\nBà con trữ nước dùng trong ngày.",
        None,
    ),
)


def seed_commune(people: dict[str, User], now: datetime) -> None:
    """Open the commune's newsroom and tell its notices, once."""
    station = Station.objects.select_related("area").get(code=COMMUNE)
    manager, operator, leader = people["quantri"], people["tuan"], people["binh"]
    newsroom = newsroom_of(station)
    if newsroom is None:
        title = f"Thông báo của {station.area.full_name}"
        newsroom = open_newsroom(title=title, area=station.area, by=manager)
    set_reviewers(newsroom=newsroom, reviewers=[leader], by=manager)
    if LocalNotice.objects.child_of(newsroom).exists():
        return
    for title, text, word in NOTICES:
        notice = send_notice(
            station=station,
            title=title,
            text=text,
            language=Language.objects.get(code="vi"),
            recording=None,
            air_until=now + timedelta(days=5),
            by=operator,
            now=now,
        )
        _decide(Item.objects.get(pk=notice.pk), leader, word, now)


def _decide(item: Item, leader: User, word: bool | str | None, now: datetime) -> None:  # noqa: FBT001 - one of a tuple
    step: Any = item.current_workflow_task_state
    if word is True:
        seen = what_airs(item.get_latest_revision()).digest
        approve(task_state=step, by=leader, seen=seen, now=now)
    elif isinstance(word, str):
        return_item(task_state=step, by=leader, reason=word, now=now)
