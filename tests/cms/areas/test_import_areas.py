"""An arrangement from a day on: what stays, begins, ends, and is put right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.actions.import_areas import ImportResult, import_areas
from cms.areas import ArrangementRefused
from cms.models import Area, Article, Language

from .files import KHANH_HOA, MERGED, NINH_THUAN, arrangement, country

if TYPE_CHECKING:
    from collections.abc import Collection

    from cms.models import Newsroom

pytestmark = pytest.mark.django_db

JUNE = date(2025, 6, 1)
JULY = date(2025, 7, 1)


def import_rows(rows: str, from_day: date, retire: Collection[str] = ()) -> ImportResult:
    return import_areas(arrangement=arrangement(rows), from_day=from_day, retire=retire)


def places(day: date) -> list[str]:
    return [area.place for area in Area.objects.valid_on(day).with_superiors()]


def rows() -> list[tuple[object, ...]]:
    fields = ("pk", "code", "full_name", "path", "parent_id", "valid_from", "valid_until")
    return list(Area.objects.order_by("pk").values_list(*fields))


def refusals(rows_of_file: str, from_day: date, retire: Collection[str] = ()) -> list[str]:
    """Return what is refused, having checked that nothing was changed."""
    before = rows()
    with pytest.raises(ArrangementRefused) as caught:
        import_rows(rows_of_file, from_day, retire)
    assert rows() == before
    return [str(row) for row in caught.value.refused]


def row(code: str, day: date) -> Area:
    return Area.objects.valid_on(day).get(code=code)


def test_the_first_import_begins_every_row() -> None:
    result = import_rows(NINH_THUAN, JUNE)

    assert result == ImportResult(kept=0, begun=5, ended=0, corrected=0)
    assert places(JUNE - timedelta(days=1)) == []
    assert places(JUNE) == [
        "Tỉnh Ninh Thuận",
        "Tỉnh Ninh Thuận › Huyện Ninh Sơn",
        "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Phường Phước Mỹ",
        "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Xã Lâm Sơn",
        "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Xã Lương Sơn",
    ]


@pytest.mark.parametrize("day", [JUNE, JULY])
def test_importing_the_same_file_again_changes_nothing(day: date) -> None:
    import_rows(NINH_THUAN, JUNE)
    before = rows()

    assert import_rows(NINH_THUAN, day) == ImportResult(kept=5, begun=0, ended=0, corrected=0)
    assert rows() == before


def test_a_renamed_unit_ends_and_begins_anew_and_those_under_it_keep_their_rows() -> None:
    import_rows(NINH_THUAN, JUNE)
    district, commune = row("585", JUNE), row("22813", JUNE)

    result = import_rows(NINH_THUAN.replace("Huyện Ninh Sơn", "Thị xã Ninh Sơn"), JULY)

    assert result == ImportResult(kept=4, begun=1, ended=1, corrected=0)
    district.refresh_from_db()
    assert district.valid_until == date(2025, 6, 30)
    assert row("22813", JULY) == commune
    assert row("22813", JULY).place == "Tỉnh Ninh Thuận › Thị xã Ninh Sơn › Xã Lâm Sơn"


def test_a_unit_that_moves_ends_and_begins_anew() -> None:
    import_rows(NINH_THUAN, JUNE)

    result = import_rows(NINH_THUAN.replace("Xã Lâm Sơn,585", "Xã Lâm Sơn,58"), JULY)

    assert result == ImportResult(kept=4, begun=1, ended=1, corrected=0)
    assert row("22813", JUNE).path == "58/585/22813/"
    assert row("22813", JULY).path == "58/22813/"


def test_what_the_file_lacks_ends_the_day_before_in_its_provinces_only() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)

    without = "".join(line for line in NINH_THUAN.splitlines(keepends=True) if "22816" not in line)
    result = import_rows(without, JULY)

    assert result == ImportResult(kept=4, begun=0, ended=1, corrected=0)
    assert not Area.objects.valid_on(JULY).filter(code="22816").exists()
    assert row("22816", date(2025, 6, 30)).valid_until == date(2025, 6, 30)
    assert row("22327", JULY).valid_from == JUNE


def test_a_merger_re_uses_codes_and_names_for_other_units() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)

    result = import_rows(MERGED, JULY, retire=["58"])

    assert result == ImportResult(kept=0, begun=5, ended=8, corrected=0)
    assert places(JULY) == [
        "Tỉnh Khánh Hoà",
        "Tỉnh Khánh Hoà › Phường Bắc Nha Trang",
        "Tỉnh Khánh Hoà › Phường Bảo An",
        "Tỉnh Khánh Hoà › Xã Ninh Sơn",
        "Tỉnh Khánh Hoà › Xã Lâm Sơn",
    ]
    assert row("22741", date(2025, 6, 30)).full_name == "Phường Phước Mỹ"
    assert row("22741", JULY).full_name == "Phường Bảo An"
    before = rows()
    assert import_rows(MERGED, JULY, retire=["58"]).kept == 5
    assert import_rows(MERGED, date(2025, 8, 1), retire=["58"]).kept == 5
    assert rows() == before


def test_a_code_still_used_by_a_province_outside_the_file_is_refused() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)

    assert refusals(MERGED, JULY) == [
        (
            "Dòng 4: mã 22741 đang là Phường Phước Mỹ của tỉnh mã 58; "
            "thêm tỉnh đó vào tệp, hoặc --retire 58 nếu tỉnh đó không còn."
        ),
        (
            "Dòng 5: mã 22813 đang là Xã Lâm Sơn của tỉnh mã 58; "
            "thêm tỉnh đó vào tệp, hoặc --retire 58 nếu tỉnh đó không còn."
        ),
    ]


def test_only_a_known_province_outside_the_file_can_be_retired() -> None:
    import_rows(NINH_THUAN, JUNE)

    assert refusals(KHANH_HOA, JULY, retire=["58", "585", "77", "56"]) == [
        "--retire 585: không có tỉnh nào mang mã này.",
        "--retire 77: không có tỉnh nào mang mã này.",
        "--retire 56: tỉnh này có trong tệp.",
    ]


def test_the_past_of_a_province_is_not_rearranged() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)
    import_rows(MERGED, JULY, retire=["58"])

    assert refusals(KHANH_HOA, date(2025, 6, 30), retire=["58"]) == [
        (
            "Dòng 2: tỉnh mã 56 đã có thay đổi từ ngày 01/07/2025; "
            "chỉ nhận sắp xếp từ ngày đó trở đi, không phải từ 30/06/2025."
        ),
        (
            "Tỉnh mã 58 đã có thay đổi từ ngày 01/07/2025; "
            "chỉ nhận sắp xếp từ ngày đó trở đi, không phải từ 30/06/2025."
        ),
    ]


def test_rows_of_the_file_and_of_the_table_are_refused_together() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)

    assert refusals(MERGED.replace("Xã Ninh Sơn", ""), JULY, retire=["77"]) == [
        (
            "Dòng 4: mã 22741 đang là Phường Phước Mỹ của tỉnh mã 58; "
            "thêm tỉnh đó vào tệp, hoặc --retire 58 nếu tỉnh đó không còn."
        ),
        (
            "Dòng 5: mã 22813 đang là Xã Lâm Sơn của tỉnh mã 58; "
            "thêm tỉnh đó vào tệp, hoặc --retire 58 nếu tỉnh đó không còn."
        ),
        "Dòng 6: cột full_name trống.",
        "--retire 77: không có tỉnh nào mang mã này.",
    ]


def test_a_file_without_a_unit_is_refused_unless_it_retires_a_province() -> None:
    import_rows(NINH_THUAN, JUNE)

    assert refusals("", JULY) == ["Tệp không có đơn vị nào."]
    assert import_rows("", JULY, retire=["58"]).ended == 5


def test_a_correction_from_the_same_day_mends_rows_in_place() -> None:
    import_rows(NINH_THUAN.replace("Ninh Sơn", "Ning Sơn"), JUNE)
    district = row("585", JUNE)

    result = import_rows(NINH_THUAN, JUNE)

    assert result == ImportResult(kept=4, begun=0, ended=0, corrected=1)
    assert row("585", JUNE) == district
    assert row("585", JUNE).full_name == "Huyện Ninh Sơn"
    assert list(Area.objects.matching("ning")) == []


def test_the_older_arrangement_from_the_same_day_undoes_a_merger() -> None:
    import_rows(NINH_THUAN + KHANH_HOA, JUNE)
    before = rows()
    import_rows(MERGED, JULY, retire=["58"])

    result = import_rows(NINH_THUAN + KHANH_HOA, JULY)

    assert result == ImportResult(kept=0, begun=0, ended=0, corrected=13)
    assert rows() == before


def test_undoing_a_renamed_superior_gives_the_units_under_it_back() -> None:
    import_rows(NINH_THUAN, JUNE)
    before = rows()
    import_rows(NINH_THUAN.replace("Huyện Ninh Sơn", "Thị xã Ninh Sơn"), JULY)

    import_rows(NINH_THUAN, JULY)

    assert rows() == before


def test_a_unit_that_ends_after_its_superior_was_renamed_that_day_keeps_the_old_one() -> None:
    import_rows(NINH_THUAN, JUNE)
    renamed = NINH_THUAN.replace("Huyện Ninh Sơn", "Thị xã Ninh Sơn")
    import_rows(renamed, JULY)

    import_rows(renamed.replace("22816,commune,Lương Sơn,Xã Lương Sơn,585\n", ""), JULY)

    ended = row("22816", date(2025, 6, 30))
    assert ended.place == "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Xã Lương Sơn"


def test_a_row_of_that_day_that_something_refers_to_is_never_dropped(newsroom: Newsroom) -> None:
    import_rows(NINH_THUAN, JUNE)
    newsroom.area = row("22816", JUNE)
    newsroom.save()

    without = NINH_THUAN.replace("22816,commune,Lương Sơn,Xã Lương Sơn,585\n", "")

    assert refusals(without, JUNE) == [
        (
            "Xã Lương Sơn (mã 22816) bắt đầu từ ngày 01/06/2025 và đã được dùng nên không bỏ được; "
            "giữ mã này trong tệp, hoặc chọn ngày sau đó."
        )
    ]
    assert import_rows(without, JUNE + timedelta(days=1)).ended == 1


def test_an_item_never_loses_the_only_area_it_is_aimed_at(newsroom: Newsroom) -> None:
    import_rows(NINH_THUAN, JUNE)
    item = newsroom.add_child(
        instance=Article(
            title="Tin xã", body="<p>Tin.</p>", language=Language.objects.get(code="vi")
        )
    )
    item.areas.set([row("22816", JUNE)])
    item.save()

    without = NINH_THUAN.replace("22816,commune,Lương Sơn,Xã Lương Sơn,585\n", "")

    assert len(refusals(without, JUNE)) == 1
    assert list(Article.objects.get().areas.all()) == [row("22816", JUNE)]


def test_a_referred_row_is_mended_where_its_predecessor_would_be_reopened(
    newsroom: Newsroom,
) -> None:
    import_rows(NINH_THUAN, JUNE)
    import_rows(NINH_THUAN.replace("Xã Lương Sơn", "Thị trấn Lương Sơn"), JULY)
    newsroom.area = row("22816", JULY)
    newsroom.save()

    result = import_rows(NINH_THUAN, JULY)

    assert result == ImportResult(kept=4, begun=0, ended=0, corrected=1)
    newsroom.refresh_from_db()
    assert newsroom.area == row("22816", JULY)
    assert (newsroom.area.full_name, newsroom.area.valid_from) == ("Xã Lương Sơn", JULY)


def test_progress_counts_the_rows_written() -> None:
    seen: list[tuple[int, int]] = []

    import_areas(
        arrangement=arrangement(NINH_THUAN),
        from_day=JUNE,
        progress=lambda written, total: seen.append((written, total)),
    )

    assert seen == [(1, 5), (2, 5), (5, 5)]


def test_the_whole_country_before_and_after_goes_in_by_few_statements() -> None:
    before = country(provinces=63, districts=696, communes=10_035)
    after = country(provinces=34, districts=0, communes=3_321, era="b")
    merged = [f"{number:02}" for number in range(34, 63)]

    with CaptureQueriesContext(connection) as first:
        begun = import_rows(before, JUNE)
    with CaptureQueriesContext(connection) as second:
        changed = import_rows(after, JULY, merged)

    assert begun == ImportResult(kept=0, begun=10_794, ended=0, corrected=0)
    assert changed == ImportResult(kept=0, begun=3_355, ended=10_794, corrected=0)
    assert Area.objects.valid_on(date(2025, 6, 30)).count() == 10_794
    assert Area.objects.valid_on(JULY).count() == 3_355
    assert len(first) <= 12 * 10.794 + 10
    assert len(second) <= 12 * (3.355 + 10.794) + 10
    with CaptureQueriesContext(connection) as again:
        assert import_rows(after, JULY, merged).kept == 3_355
    assert len(again) <= 5
