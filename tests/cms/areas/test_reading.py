"""What a file says, and every way in which a row of it can be refused."""

from __future__ import annotations

import unicodedata

import pytest

from cms.areas import Level, Unit, read_arrangement

from .files import HEADER, NINH_THUAN, arrangement, file

PROVINCE = "58,province,Ninh Thuận,Tỉnh Ninh Thuận,\n"


def refused(rows: str) -> list[str]:
    return [str(row) for row in arrangement(rows).refused]


def test_units_know_their_place_whatever_the_order_of_the_rows() -> None:
    rows = NINH_THUAN.splitlines()[:3]

    units = arrangement("\n".join(reversed(rows))).units

    assert units == (
        Unit(4, "58", Level.PROVINCE, "Ninh Thuận", "Tỉnh Ninh Thuận", "58/"),
        Unit(3, "585", Level.DISTRICT, "Ninh Sơn", "Huyện Ninh Sơn", "58/585/"),
        Unit(2, "22813", Level.COMMUNE, "Lâm Sơn", "Xã Lâm Sơn", "58/585/22813/"),
    )


def test_a_commune_may_hang_directly_under_a_province() -> None:
    read = arrangement(PROVINCE + "22813,commune,Lâm Sơn,Xã Lâm Sơn,58\n")

    assert read.refused == ()
    assert [unit.path for unit in read.units] == ["58/", "58/22813/"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + file(NINH_THUAN),
        file(NINH_THUAN).replace(b"\n", b"\r\n"),
        file(NINH_THUAN).rstrip(b"\n"),
        file(NINH_THUAN) + b"\r\n\n",
        file(unicodedata.normalize("NFD", NINH_THUAN)),
        file(NINH_THUAN.replace(",Ninh Sơn,", ',"Ninh Sơn",')),
        file(NINH_THUAN.replace(",Huyện Ninh Sơn", ", Huyện Ninh Sơn\u00a0")),
    ],
    ids=["bom", "windows", "no last line end", "empty lines", "decomposed", "quoted", "blanks"],
)
def test_a_byte_order_mark_line_ends_and_spelling_do_not_matter(content: bytes) -> None:
    assert read_arrangement(content) == arrangement(NINH_THUAN)


def test_columns_may_come_in_any_order() -> None:
    content = "parent_code,name,code,full_name,level\n,Ninh Thuận,58,Tỉnh Ninh Thuận,province\n"

    assert read_arrangement(content.encode()) == arrangement(PROVINCE)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("", f"Dòng 1: trống; dòng đầu của tệp phải là {HEADER}."),
        (
            "code,level,name",
            (
                "Dòng 1: thiếu cột full_name, parent_code; "
                f"dòng đầu của tệp phải là {HEADER}, ngăn bằng dấu phẩy."
            ),
        ),
        (
            HEADER.replace(",", ";"),
            (
                "Dòng 1: thiếu cột code, level, name, full_name, parent_code; "
                f"dòng đầu của tệp phải là {HEADER}, ngăn bằng dấu phẩy."
            ),
        ),
        (
            f"{HEADER},note",
            f"Dòng 1: có cột thừa hoặc lặp; dòng đầu của tệp phải là {HEADER}.",
        ),
        (
            f"{HEADER},code",
            f"Dòng 1: có cột thừa hoặc lặp; dòng đầu của tệp phải là {HEADER}.",
        ),
    ],
)
def test_a_wrong_header_is_the_only_refusal(header: str, sentence: str) -> None:
    read = read_arrangement(f"{header}\nanything,at,all\n".encode())

    assert (read.units, [str(row) for row in read.refused]) == ((), [sentence])


def test_a_file_of_another_encoding_is_refused_at_its_first_line() -> None:
    read = read_arrangement(file(NINH_THUAN).decode().encode("utf-16"))

    assert [str(row) for row in read.refused] == ["Dòng 1: không phải UTF-8 ở byte thứ 1 (0xFF)."]


def test_bytes_that_are_not_utf_8_are_refused_on_their_own_line() -> None:
    content = file(NINH_THUAN).replace("Lâm".encode(), b"L\xe2m", 1)

    read = read_arrangement(content)

    assert [str(row) for row in read.refused] == ["Dòng 4: không phải UTF-8 ở byte thứ 16 (0xE2)."]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1,commune,A,Xã A", "có 4 trường, phải có 5."),
        ("1,commune,A,Xã A,58,", "có 6 trường, phải có 5."),
        ('1,commune,"A,Xã A,58', "có dấu nháy kép hoặc dấu xuống dòng đặt sai chỗ."),
        ('1,commune,"A"x,Xã A,58', "có dấu nháy kép hoặc dấu xuống dòng đặt sai chỗ."),
        (f"1,commune,{'A' * 1000},Xã A,58", "dài 1018 ký tự, nhiều nhất là 1000."),
        (",commune,A,Xã A,58", "cột code trống."),
        ("1,commune, ,Xã A,58", "cột name trống."),
        ("1,commune,A,,58", "cột full_name trống."),
        ("12345678901,commune,A,Xã A,58", "cột code dài 11 ký tự, nhiều nhất là 10."),
        (f"1,commune,{'A' * 101},Xã A,58", "cột name dài 101 ký tự, nhiều nhất là 100."),
        (f"1,commune,A,{'A' * 151},58", "cột full_name dài 151 ký tự, nhiều nhất là 150."),
        ("1,commune,A\0B,Xã A,58", "cột name có ký tự không in được (U+0000)."),
        ("1,commune,A\u200bB,Xã A,58", "cột name có ký tự không in được (U+200B)."),
        ("1,commune,A,Xã\tA,58", "cột full_name có ký tự không in được (U+0009)."),
        (
            "1/2,commune,A,Xã A,58",
            "mã “1/2” chỉ được gồm chữ số, chữ cái không dấu, “-” và “_”.",
        ),
        ("1,xã,A,Xã A,58", "cấp “xã” không phải một trong province, district, commune."),
        ("58,commune,A,Xã A,58", "mã 58 đã có ở dòng 2."),
        ("1,commune,A,Xã A,", "cột parent_code trống, chỉ tỉnh mới được để trống."),
        ("1,commune,A,Xã A,99", "không dòng nào của tệp có mã 99 mà parent_code ghi."),
        ("1,commune,A,Xã A,1", "parent_code đi thành vòng: 1 → 1."),
        (
            "1,province,A,Tỉnh A,58",
            "tỉnh không thuộc đơn vị nào, nhưng parent_code ghi 58.",
        ),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_its_line_and_reason(
    row: str, sentence: str
) -> None:
    assert refused(f"{PROVINCE}{row}\n") == [f"Dòng 3: {sentence}"]


def test_a_level_hangs_only_under_a_level_that_carries_it() -> None:
    rows = (
        f"{PROVINCE}1,district,A,Huyện A,58\n2,district,B,Huyện B,1\n"
        "3,commune,C,Xã C,1\n4,commune,D,Xã D,3\n"
    )

    assert refused(rows) == [
        "Dòng 4: cấp district không đặt dưới cấp district (mã 1).",
        "Dòng 6: cấp commune không đặt dưới cấp commune (mã 3).",
    ]


def test_codes_that_differ_in_case_alone_are_one_code() -> None:
    rows = f"{PROVINCE}a1,commune,A,Xã A,58\nA1,commune,B,Xã B,58\n"

    assert refused(rows) == ["Dòng 4: mã A1 đã có ở dòng 3."]


def test_everyone_on_a_circle_is_refused_and_nobody_under_it() -> None:
    rows = f"{PROVINCE}1,district,A,Huyện A,2\n2,district,B,Huyện B,1\n3,commune,C,Xã C,2\n"

    read = arrangement(rows)

    assert [str(row) for row in read.refused] == [
        "Dòng 3: parent_code đi thành vòng: 1 → 2 → 1.",
        "Dòng 4: parent_code đi thành vòng: 2 → 1 → 2.",
    ]
    assert [unit.code for unit in read.units] == ["58"]


def test_every_refused_row_is_named_at_once_in_the_order_of_the_file() -> None:
    rows = f"{PROVINCE}1,commune,,Xã A,58\n2,commune\n3,commune,C,Xã C,77\n3,commune,D,Xã D,58\n"

    assert refused(rows) == [
        "Dòng 3: cột name trống.",
        "Dòng 4: có 2 trường, phải có 5.",
        "Dòng 5: không dòng nào của tệp có mã 77 mà parent_code ghi.",
        "Dòng 6: mã 3 đã có ở dòng 5.",
    ]


def test_a_refused_row_does_not_drag_down_the_rows_under_it() -> None:
    rows = f"{PROVINCE}1,district,,Huyện A,58\n2,commune,B,Xã B,1\n"

    assert refused(rows) == ["Dòng 3: cột name trống."]
