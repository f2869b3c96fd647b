"""The audit's page: who may read it, what it finds, what it exports, and at what cost."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from cms.models import AuditRecord
from cms.models.audit import record
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from cms.accounts.models import User

PAGE = "/admin/nhat-ky-kiem-tra/"


@pytest.fixture
def desk(thao: User) -> Client:
    return signed_in(thao)


def write(about: str, *, kind: str = "cleared", by: User | None = None, days: int = 0) -> None:
    record(kind, about=about, key="item:1", by=by, now=NOW + timedelta(days=days), reason="thử")


def listed(desk: Client, **query: str) -> list[str]:
    found = desk.get(PAGE, query).context["object_list"]
    return [row.about for row in found if row.key == "item:1"]


# Asked for by name below, it would come after the tests that flush the database.
@pytest.mark.usefixtures("loa")
@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("lan", False),
        ("quynh", False),
        ("minh", False),
        ("hoa", False),
        ("tuan", False),
        ("thao", True),
        ("root", True),
    ],
)
def test_leadership_and_managers_read_it_and_nobody_else(
    name: str, may: bool, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(name))
    for address in (PAGE, f"{PAGE}results/", f"{PAGE}?export=csv", f"{PAGE}?export=xlsx"):
        assert (browser.get(address).status_code == 200) is may
    assert reverse("audit:list") == PAGE


def test_it_is_found_by_word_without_marks_by_person_kind_and_day(
    desk: Client, lan: User, minh: User
) -> None:
    write("Bến đò Đắk Lắk", by=lan)
    write("Nước sạch", kind="withdrawn", by=minh, days=2)
    assert listed(desk) == ["Nước sạch", "Bến đò Đắk Lắk"]
    assert listed(desk, words="dak do") == ["Bến đò Đắk Lắk"]
    assert listed(desk, words="NƯỚC") == ["Nước sạch"]
    assert listed(desk, words="nước bến") == []
    assert listed(desk, person="minh") == ["Nước sạch"]
    assert listed(desk, person="Nguyễn Minh") == ["Nước sạch"]
    assert listed(desk, kind="withdrawn") == ["Nước sạch"]
    day = f"{NOW:%d/%m/%Y}"
    assert listed(desk, at_from=day, at_to=day) == ["Bến đò Đắk Lắk"]
    minh.delete()
    assert listed(desk, person="Minh") == ["Nước sạch"]


def test_the_page_says_it_in_vietnamese(desk: Client, minh: User) -> None:
    write("Nước sạch", kind="withdrawn", by=minh)
    shown = desk.get(PAGE).content.decode()
    for words in ("Nhật ký kiểm tra", "Rút bài", "minh (Nguyễn Văn Minh)", "lý do: thử"):
        assert words in shown
    assert "một lệnh trên máy chủ" in shown


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_it_is_exported_whole_as_csv_and_xlsx_with_the_filter_kept(
    desk: Client, minh: User
) -> None:
    for number in range(60):
        write(f"Bài {number}", kind="withdrawn", by=minh)
    rows = rows_of(desk.get(PAGE, {"export": "csv", "kind": "withdrawn"}))
    head = ["Lúc", "Việc", "Ai", "Với ai, với gì", "Chi tiết", "Mã", "Địa chỉ", "Trình duyệt"]
    assert rows[0] == head
    assert len(rows) == 61
    moment = "03/03/2025 09:00:00"
    first = [moment, "Rút bài", "minh (Nguyễn Văn Minh)", "Bài 59", "lý do: thử", "item:1"]
    assert rows[1] == [*first, "", "command"]
    book: Any = desk.get(PAGE, {"export": "xlsx", "kind": "withdrawn"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet is not None
    taken = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert taken == rows


def test_what_a_stranger_typed_is_no_formula_in_the_spreadsheet(desk: Client) -> None:
    write('=HYPERLINK("http://la")')
    rows = rows_of(desk.get(PAGE, {"export": "csv", "words": "hyperlink"}))
    assert rows[1][3] == '\'=HYPERLINK("http://la")'


def test_three_rows_and_thirty_cost_as_many_queries(desk: Client, minh: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(PAGE).status_code == 200
        return len(captured)

    write("Bài", by=minh)
    queries()
    one = queries()
    for number in range(30):
        write(f"Bài {number}", by=minh)
    assert queries() == one


def test_nothing_on_the_page_changes_anything(desk: Client) -> None:
    write("Bài")
    before = list(AuditRecord.objects.values())
    assert desk.post(PAGE, {"delete": "1"}).status_code == 405
    assert list(AuditRecord.objects.values()) == before
