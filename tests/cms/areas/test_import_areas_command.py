"""The command: what it prints, and when it fails."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.models import Area

from .files import KHANH_HOA, MERGED, NINH_THUAN, file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "areas.csv"
    path.write_bytes(file(NINH_THUAN))
    return path


def run(path: Path, *options: str, stderr: StringIO | None = None) -> str:
    out = StringIO()
    call_command("import_areas", str(path), *options, stdout=out, stderr=stderr or StringIO())
    return re.sub(r"\d+,\d giây", "0,0 giây", out.getvalue())


def test_it_says_in_one_line_what_was_done(csv: Path) -> None:
    assert run(csv) == ("Giữ nguyên 0, bắt đầu 5, kết thúc 0, sửa 0 địa bàn trong 0,0 giây.\n")
    assert run(csv) == ("Giữ nguyên 5, bắt đầu 0, kết thúc 0, sửa 0 địa bàn trong 0,0 giây.\n")


def test_the_day_is_today_unless_said(csv: Path) -> None:
    run(csv)

    today = timezone.localdate()
    assert set(Area.objects.values_list("valid_from", flat=True)) == {today}
    tomorrow = (today + timedelta(days=1)).isoformat()
    csv.write_bytes(file(NINH_THUAN.replace("Huyện", "Thị xã")))
    run(csv, "--from", tomorrow)
    assert Area.objects.get(code="585", valid_until=today).full_name == "Huyện Ninh Sơn"


def test_provinces_are_retired_by_as_many_options(csv: Path) -> None:
    csv.write_bytes(file(NINH_THUAN + KHANH_HOA + "01,province,Hà Nội,Thành phố Hà Nội,\n"))
    run(csv, "--from", "2025-06-01")
    csv.write_bytes(file(MERGED))

    assert run(csv, "--from", "2025-07-01", "--retire", "58", "--retire", "01") == (
        "Giữ nguyên 0, bắt đầu 5, kết thúc 9, sửa 0 địa bàn trong 0,0 giây.\n"
    )


def test_every_refused_row_is_printed_and_the_command_fails(csv: Path) -> None:
    csv.write_bytes(file("58,province,,Tỉnh Ninh Thuận,\n1,commune,A,Xã A,99\n"))
    stderr = StringIO()

    with pytest.raises(CommandError) as caught:
        run(csv, stderr=stderr)

    assert stderr.getvalue() == (
        "Dòng 2: cột name trống.\nDòng 3: không dòng nào của tệp có mã 99 mà parent_code ghi.\n"
    )
    assert str(caught.value) == (
        "Chưa nhập gì: 2 chỗ trong tệp hoặc tùy chọn phải sửa, ghi ở trên."
    )
    assert Area.objects.count() == 0


def test_a_terminal_sees_the_rows_counted_up(csv: Path) -> None:
    stderr = Terminal()

    run(csv, stderr=stderr)

    assert stderr.getvalue() == "\rĐã ghi 1/5\rĐã ghi 2/5\rĐã ghi 5/5\n"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as missing:
        run(tmp_path / "thieu.csv")
    with pytest.raises(CommandError) as folder:
        run(tmp_path)

    assert str(missing.value) == f"Không có tệp {tmp_path / 'thieu.csv'}."
    assert str(folder.value) == f"Không đọc được tệp {tmp_path}: Is a directory."


@pytest.mark.parametrize("text", ["01/07/2025", "2025-06-31", "0205-07-01", ""])
def test_a_day_that_is_none_is_refused(csv: Path, text: str) -> None:
    with pytest.raises(CommandError, match="không phải một ngày viết NĂM-THÁNG-NGÀY"):
        run(csv, f"--from={text}")


def test_its_help_says_what_the_file_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("import_areas", "--help")

    assert left.value.code == 0
    assert "sắp xếp đầy đủ của các tỉnh có trong tệp" in " ".join(capsys.readouterr().out.split())
