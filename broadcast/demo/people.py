"""Who works in the demo province. Their password is printed: the demo listens here alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from broadcast.demo.places import PLACES

PASSWORD: Final = "loa-demo"  # noqa: S105 - printed at every start


@dataclass(frozen=True, slots=True)
class Person:
    """One account; `stations` are the codes of the areas whose stations they operate."""

    username: str
    family_name: str
    given_name: str
    roles: tuple[str, ...]
    does: str
    stations: tuple[str, ...] = ()
    superuser: bool = False


PEOPLE: Final = (
    Person("lan", "Đàng Thị", "Lan", ("Phóng viên",), "phóng viên Đài: viết, tải tệp, gửi duyệt"),
    Person("phuc", "Kiều Minh", "Phúc", ("Phóng viên",), "phóng viên Báo"),
    Person("quynh", "Võ Thị", "Quỳnh", ("Biên tập viên",), "biên tập viên: sửa bài của mọi người"),
    Person("minh", "Nguyễn Văn", "Minh", ("Thẩm định",), "thẩm định bước một, phòng biên tập"),
    Person("dung", "Chamaléa", "Dũng", ("Thẩm định",), "thẩm định bước một"),
    Person("thao", "Trần Thị", "Thảo", ("Ban biên tập",), "ban biên tập: duyệt bước cuối, rút bài"),
    Person("son", "Lưu Quang", "Sơn", ("Ban biên tập",), "ban biên tập"),
    Person("hoa", "Lê Thị", "Hoa", ("Xếp lịch",), "xếp lịch phát sóng của tỉnh"),
    Person(
        "tuan",
        "Phạm Văn",
        "Tuấn",
        ("Cán bộ đài cơ sở", "Soạn thông báo xã"),
        "cán bộ đài truyền thanh xã, soạn thông báo của xã",
        ("22861",),
    ),
    Person(
        "binh",
        "Nguyễn Văn",
        "Bình",
        ("Lãnh đạo xã",),
        "lãnh đạo xã: duyệt thông báo của xã mình",
    ),
    Person("la", "Bá Văn", "Lạ", ("Cán bộ đài cơ sở",), "cán bộ đài của xã khác", ("22840",)),
    Person("quantri", "", "Quản trị", ("Quản trị",), "quản trị hệ thống", superuser=True),
)
STATION_OPERATORS: Final = tuple(
    Person(
        place.code,
        "Cán bộ đài",
        place.name,
        ("Cán bộ đài cơ sở",),
        f"cán bộ {place.station_name}",
        (place.code,),
    )
    for place in PLACES
    if not any(place.code in person.stations for person in PEOPLE)
)
"""One account for each other station, named by its code."""
AUTHORS: Final = ("lan", "phuc", "quynh")
NEWSROOM_REVIEWERS: Final = ("minh", "dung")
LEADERS: Final = ("thao", "son")
