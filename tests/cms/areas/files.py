"""Arrangements as files: a district of Ninh Thuận, its successors, and whole countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.areas import COLUMNS, read_arrangement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.areas import Arrangement

HEADER = ",".join(COLUMNS)
NINH_THUAN = """\
58,province,Ninh Thuận,Tỉnh Ninh Thuận,
585,district,Ninh Sơn,Huyện Ninh Sơn,58
22813,commune,Lâm Sơn,Xã Lâm Sơn,585
22816,commune,Lương Sơn,Xã Lương Sơn,585
22741,commune,Phước Mỹ,Phường Phước Mỹ,585
"""
KHANH_HOA = """\
56,province,Khánh Hòa,Tỉnh Khánh Hòa,
568,district,Nha Trang,Thành phố Nha Trang,56
22327,commune,Vĩnh Hòa,Phường Vĩnh Hòa,568
"""
# From 1 July 2025: no districts, an old code for a new ward, the district's name for a commune.
MERGED = """\
56,province,Khánh Hoà,Tỉnh Khánh Hoà,
22327,commune,Bắc Nha Trang,Phường Bắc Nha Trang,56
22741,commune,Bảo An,Phường Bảo An,56
22813,commune,Lâm Sơn,Xã Lâm Sơn,56
22810,commune,Ninh Sơn,Xã Ninh Sơn,56
"""


def file(rows: str) -> bytes:
    return f"{HEADER}\n{rows}".encode()


def arrangement(rows: str) -> Arrangement:
    return read_arrangement(file(rows))


def country(*, provinces: int, districts: int, communes: int, era: str = "") -> str:
    """Return rows of a country: communes under the districts or, without those, the provinces."""
    return "".join(_rows(provinces, districts, communes, era))


def _rows(provinces: int, districts: int, communes: int, era: str) -> Iterator[str]:
    for number in range(provinces):
        yield f"{number:02},province,Tỉnh{number}{era},Tỉnh Tỉnh{number}{era},\n"
    for number in range(districts):
        yield (
            f"{number:03},district,Huyện{number}{era},Huyện Huyện{number}{era},"
            f"{number % provinces:02}\n"
        )
    for number in range(communes):
        parent = f"{number % districts:03}" if districts else f"{number % provinces:02}"
        yield f"{number:05},commune,Xã{number}{era},Xã Xã{number}{era},{parent}\n"
