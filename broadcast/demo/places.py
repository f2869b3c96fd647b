"""Ninh Thuận and its stations as they stood on 30 June 2025.

One province, seven districts, sixty-two communes. The next day the province became
part of Khánh Hòa and the district tier ended, so every row here is true only up to
`AS_OF`; codes and names were given to other areas afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

AS_OF: Final = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Place:
    """One area, with the station that serves it."""

    code: str
    level: str
    name: str
    full_name: str
    parent_code: str | None

    @property
    def station_name(self) -> str:
        """Name the area's station the way an announcer says it."""
        if self.level == "province":
            return f"Đài Phát thanh và Truyền hình {self.name}"
        unit = self.full_name.removesuffix(self.name).lower()
        return f"Đài truyền thanh {unit}{self.name}"


def _communes(district: str, *rows: tuple[str, str, str]) -> tuple[Place, ...]:
    return tuple(
        Place(code, "commune", name, f"{unit} {name}", district) for code, unit, name in rows
    )


PROVINCE: Final = Place("58", "province", "Ninh Thuận", "Tỉnh Ninh Thuận", None)

DISTRICTS: Final = (
    Place("582", "district", "Phan Rang-Tháp Chàm", "Thành phố Phan Rang-Tháp Chàm", "58"),
    Place("584", "district", "Bác Ái", "Huyện Bác Ái", "58"),
    Place("585", "district", "Ninh Sơn", "Huyện Ninh Sơn", "58"),
    Place("586", "district", "Ninh Hải", "Huyện Ninh Hải", "58"),
    Place("587", "district", "Ninh Phước", "Huyện Ninh Phước", "58"),
    Place("588", "district", "Thuận Bắc", "Huyện Thuận Bắc", "58"),
    Place("589", "district", "Thuận Nam", "Huyện Thuận Nam", "58"),
)

COMMUNES: Final = (
    *_communes(
        "582",
        ("22738", "Phường", "Đô Vinh"),
        ("22741", "Phường", "Phước Mỹ"),
        ("22744", "Phường", "Bảo An"),
        ("22750", "Phường", "Phủ Hà"),
        ("22759", "Phường", "Kinh Dinh"),
        ("22762", "Phường", "Đạo Long"),
        ("22765", "Phường", "Đài Sơn"),
        ("22768", "Phường", "Đông Hải"),
        ("22771", "Phường", "Mỹ Đông"),
        ("22774", "Xã", "Thành Hải"),
        ("22777", "Phường", "Văn Hải"),
        ("22779", "Phường", "Mỹ Bình"),
        ("22780", "Phường", "Mỹ Hải"),
    ),
    *_communes(
        "584",
        ("22783", "Xã", "Phước Bình"),
        ("22786", "Xã", "Phước Hòa"),
        ("22789", "Xã", "Phước Tân"),
        ("22792", "Xã", "Phước Tiến"),
        ("22795", "Xã", "Phước Thắng"),
        ("22798", "Xã", "Phước Thành"),
        ("22801", "Xã", "Phước Đại"),
        ("22804", "Xã", "Phước Chính"),
        ("22807", "Xã", "Phước Trung"),
    ),
    *_communes(
        "585",
        ("22810", "Thị trấn", "Tân Sơn"),
        ("22813", "Xã", "Lâm Sơn"),
        ("22816", "Xã", "Lương Sơn"),
        ("22819", "Xã", "Quảng Sơn"),
        ("22822", "Xã", "Mỹ Sơn"),
        ("22825", "Xã", "Hòa Sơn"),
        ("22828", "Xã", "Ma Nới"),
        ("22831", "Xã", "Nhơn Sơn"),
    ),
    *_communes(
        "586",
        ("22834", "Thị trấn", "Khánh Hải"),
        ("22846", "Xã", "Vĩnh Hải"),
        ("22852", "Xã", "Phương Hải"),
        ("22855", "Xã", "Tân Hải"),
        ("22858", "Xã", "Xuân Hải"),
        ("22861", "Xã", "Hộ Hải"),
        ("22864", "Xã", "Tri Hải"),
        ("22867", "Xã", "Nhơn Hải"),
        ("22868", "Xã", "Thanh Hải"),
    ),
    *_communes(
        "587",
        ("22870", "Thị trấn", "Phước Dân"),
        ("22873", "Xã", "Phước Sơn"),
        ("22876", "Xã", "Phước Thái"),
        ("22879", "Xã", "Phước Hậu"),
        ("22882", "Xã", "Phước Thuận"),
        ("22888", "Xã", "An Hải"),
        ("22891", "Xã", "Phước Hữu"),
        ("22894", "Xã", "Phước Hải"),
        ("22912", "Xã", "Phước Vinh"),
    ),
    *_communes(
        "588",
        ("22837", "Xã", "Phước Chiến"),
        ("22840", "Xã", "Công Hải"),
        ("22843", "Xã", "Phước Kháng"),
        ("22849", "Xã", "Lợi Hải"),
        ("22853", "Xã", "Bắc Sơn"),
        ("22856", "Xã", "Bắc Phong"),
    ),
    *_communes(
        "589",
        ("22885", "Xã", "Phước Hà"),
        ("22897", "Xã", "Phước Nam"),
        ("22898", "Xã", "Phước Ninh"),
        ("22900", "Xã", "Nhị Hà"),
        ("22903", "Xã", "Phước Dinh"),
        ("22906", "Xã", "Phước Minh"),
        ("22909", "Xã", "Phước Diêm"),
        ("22910", "Xã", "Cà Ná"),
    ),
)

PLACES: Final = (PROVINCE, *DISTRICTS, *COMMUNES)
