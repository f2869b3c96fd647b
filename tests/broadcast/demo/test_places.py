import unicodedata
from collections import Counter

from broadcast.demo.places import COMMUNES, DISTRICTS, PLACES, PROVINCE


def _place(code: str) -> str:
    return next(place.station_name for place in PLACES if place.code == code)


def test_the_province_has_seven_districts_and_sixty_two_communes() -> None:
    assert (len(DISTRICTS), len(COMMUNES), len(PLACES)) == (7, 62, 70)
    assert [place.level for place in PLACES] == ["province"] + ["district"] * 7 + ["commune"] * 62


def test_each_district_has_its_communes() -> None:
    assert Counter(place.parent_code for place in COMMUNES) == {
        "582": 13,
        "584": 9,
        "585": 8,
        "586": 9,
        "587": 9,
        "588": 6,
        "589": 8,
    }


def test_there_were_twelve_wards_three_towns_and_forty_seven_rural_communes() -> None:
    units = Counter(place.full_name.removesuffix(f" {place.name}") for place in COMMUNES)
    assert units == {"Phường": 12, "Thị trấn": 3, "Xã": 47}


def test_codes_are_unique_and_every_parent_stands_before_its_children() -> None:
    seen: set[str | None] = {None}
    for place in PLACES:
        assert place.code not in seen
        assert place.parent_code in seen
        seen.add(place.code)


def test_a_full_name_ends_in_the_name() -> None:
    assert [place for place in PLACES if not place.full_name.endswith(f" {place.name}")] == []


def test_a_station_is_named_by_its_kind_and_its_area() -> None:
    assert PROVINCE.station_name == "Đài Phát thanh và Truyền hình Ninh Thuận"
    assert _place("582") == "Đài truyền thanh thành phố Phan Rang-Tháp Chàm"
    assert _place("584") == "Đài truyền thanh huyện Bác Ái"
    assert _place("22738") == "Đài truyền thanh phường Đô Vinh"
    assert _place("22810") == "Đài truyền thanh thị trấn Tân Sơn"
    assert _place("22828") == "Đài truyền thanh xã Ma Nới"


def test_names_are_composed_unicode() -> None:
    names = "".join(place.full_name + place.station_name for place in PLACES)
    assert names == unicodedata.normalize("NFC", names)
