"""Every stored file is held against its row and its hash, and every row against the store."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from media.actions.check import Checked, Found, Problem, check_files
from media.models import Asset, Rendition
from media.storage import private_files

if TYPE_CHECKING:
    from collections.abc import Callable

ORPHAN = f"house/ab/{'ab' * 32}.mp3"


@pytest.fixture
def rendition(asset: Callable[..., Asset]) -> Rendition:
    return asset().renditions.get()


def found() -> list[Found]:
    return list(check_files(counted=Checked()))


def rows() -> list[Any]:
    return [*Asset.objects.order_by("pk").values(), *Rendition.objects.order_by("pk").values()]


def write_over(name: str, content: bytes) -> None:
    Path(private_files().path(name)).write_bytes(content)


def test_a_sound_store_has_no_problem_and_every_file_is_read(rendition: Rendition) -> None:
    counted, told = Checked(), []

    problems = list(check_files(counted=counted, tell=lambda *of: told.append(of)))

    assert (problems, counted.files, counted.rows) == ([], 2, 2)
    assert told == [(1, 2), (2, 2)]


def test_an_empty_store_is_sound(db: None) -> None:
    assert found() == []


@pytest.mark.parametrize("which", ["asset", "rendition"])
def test_a_file_that_is_gone_is_named_with_its_row(which: str, rendition: Rendition) -> None:
    owner = rendition if which == "rendition" else rendition.asset
    private_files().delete(owner.file_name)
    before = rows()

    assert found() == [Found(Problem.MISSING, owner.file_name, owner)]
    assert rows() == before


@pytest.mark.parametrize("change", ["a byte", "shorter", "longer", "empty"])
def test_a_file_that_is_not_what_was_stored_is_named(change: str, rendition: Rendition) -> None:
    path = Path(private_files().path(rendition.file_name))
    whole = path.read_bytes()
    path.write_bytes(
        {
            "a byte": whole[:99] + bytes([whole[99] ^ 1]) + whole[100:],
            "shorter": whole[:-1],
            "longer": whole + b"\0",
            "empty": b"",
        }[change]
    )

    assert found() == [Found(Problem.ALTERED, rendition.file_name, rendition)]


def test_a_file_that_belongs_to_nothing_is_named_and_left(rendition: Rendition) -> None:
    private_files().save(ORPHAN, ContentFile(b"sound"))

    assert found() == [Found(Problem.ORPHANED, ORPHAN, None)]
    assert private_files().exists(ORPHAN)


def test_halves_are_nobodys_business_here(rendition: Rendition) -> None:
    parts = Path(private_files().path("parts"))
    parts.mkdir(exist_ok=True)
    (parts / "part-1").write_bytes(b"half")

    assert found() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_named(rendition: Rendition) -> None:
    Path(private_files().path(rendition.file_name)).chmod(0)

    assert [each.problem for each in found()] == [Problem.UNREADABLE]


def test_a_house_file_made_by_two_renditions_is_read_once(
    rendition: Rendition, asset: Callable[..., Asset]
) -> None:
    other = asset(880).renditions.get()
    private_files().delete(other.file_name)
    Rendition.objects.filter(pk=other.pk).update(
        sha256=rendition.sha256, size_bytes=rendition.size_bytes
    )
    write_over(rendition.file_name, b"altered")

    assert found() == [Found(Problem.ALTERED, rendition.file_name, rendition)]


def test_the_command_prints_each_problem_and_the_sum_and_fails(
    rendition: Rendition, capsys: pytest.CaptureFixture[str]
) -> None:
    write_over(rendition.file_name, b"altered")
    private_files().delete(rendition.asset.file_name)
    private_files().save(ORPHAN, ContentFile(b"sound"))

    with pytest.raises(CommandError):
        call_command("check_media", "--json")

    *problems, total = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(each["problem"], each["file"], each["asset"]) for each in problems} == {
        ("missing", rendition.asset.file_name, rendition.asset_id),
        ("altered", rendition.file_name, rendition.asset_id),
        ("orphaned", ORPHAN, None),
    }
    assert total == {
        "files": 2,
        "rows": 2,
        "missing": 1,
        "altered": 1,
        "orphaned": 1,
        "unreadable": 0,
    }


def test_the_command_succeeds_on_a_sound_store(
    rendition: Rendition, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_media")

    assert len(capsys.readouterr().out.splitlines()) == 1
