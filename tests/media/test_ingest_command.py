"""`manage.py ingest`: the same gate as the upload form, one line a file."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from media.actions.make import make
from media.actions.renditions import ask_for_house
from media.actions.set_up import set_up
from media.models import Asset, Rendition, State
from media.reasons import sentence
from tests.cms.newsroom import signed_in
from tests.conftest import NOW
from tests.media.recordings import recorded
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

pytestmark = pytest.mark.usefixtures("loa")
PINNED = [
    "path",
    "outcome",
    "code",
    "reason",
    "warnings",
    "sha256",
    "kind",
    "duration_ms",
    "loudness_lufs",
    "true_peak_dbtp",
    "house_sha256",
    "house_duration_ms",
]
NOTHING_KNOWN = dict.fromkeys(PINNED[5:])


def ingest(*files: Path | str) -> tuple[list[dict[str, Any]], bool]:
    """Return the rows printed and whether the command ended well."""
    out = io.StringIO()
    try:
        call_command("ingest", *map(str, files), "--json", stdout=out)
    except CommandError:
        ended_well = False
    else:
        ended_well = True
    return [json.loads(line) for line in out.getvalue().splitlines()], ended_well


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "bài viết.mp3"
    path.write_text("Đây là bài viết, không phải bài nói.", encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "rỗng.wav"
    path.touch()
    return path


def test_a_good_file_is_accepted_with_every_pinned_key_and_no_other(
    tone: Callable[..., Path],
) -> None:
    (row,), ended_well = ingest(tone(440))
    asset, rendition = Asset.objects.get(), Rendition.objects.get()
    assert ended_well
    assert list(row) == PINNED
    assert row == {
        "path": str(tone(440)),
        "outcome": "accepted",
        "code": None,
        "reason": None,
        "warnings": [],
        "sha256": asset.sha256,
        "kind": "audio",
        "duration_ms": 1000,
        "loudness_lufs": asset.loudness_lufs,
        "true_peak_dbtp": asset.true_peak_dbtp,
        "house_sha256": rendition.sha256,
        "house_duration_ms": (rendition.size_bytes or 0) // 8,
    }
    assert rendition.state == State.READY


def test_one_line_for_each_file_in_their_order_whatever_becomes_of_them(
    tone: Callable[..., Path], text: Path, empty: Path, tmp_path: Path
) -> None:
    files = [tmp_path / "thiếu.mp3", tone(440), empty, text, tone(440), tmp_path, tone(550)]
    rows, ended_well = ingest(*files)
    assert not ended_well
    assert [list(row) for row in rows] == [PINNED] * len(files)
    assert [(row["path"], row["outcome"], row["code"]) for row in rows] == [
        (str(tmp_path / "thiếu.mp3"), "refused", "not_a_file"),
        (str(tone(440)), "accepted", None),
        (str(empty), "refused", "empty"),
        (str(text), "refused", "not_media"),
        (str(tone(440)), "duplicate", None),
        (str(tmp_path), "refused", "not_a_file"),
        (str(tone(550)), "accepted", None),
    ]
    for row in rows:
        if row["outcome"] == "refused":
            assert row["reason"] == sentence(row["code"])
            assert row["house_sha256"] is None


def test_a_duplicate_is_no_failure_and_names_the_file_that_is_there(
    tone: Callable[..., Path],
) -> None:
    (first,), _ = ingest(tone(440))
    (second,), ended_well = ingest(tone(440))
    assert ended_well
    assert second == first | {"outcome": "duplicate", "reason": second["reason"]}
    assert Asset.objects.get().title in second["reason"]


def test_a_refused_file_sent_again_is_refused_again(text: Path) -> None:
    first, _ = ingest(text)
    second, ended_well = ingest(text)
    assert not ended_well
    assert second == first
    assert (first[0]["sha256"], first[0]["kind"]) == (Asset.objects.get().sha256, None)


def test_what_was_not_received_has_no_facts(empty: Path) -> None:
    (row,), _ = ingest(empty)
    assert row == {**row, "warnings": [], **NOTHING_KNOWN}
    assert not Asset.objects.exists()


def test_a_warning_is_told_in_words(tmp_path: Path) -> None:
    one_sided = "sine=frequency=440:duration=1,pan=stereo|c0=c0|c1=0*c0"
    (row,), ended_well = ingest(recorded(tmp_path / "a.wav", one_sided))
    assert ended_well
    assert row["outcome"] == "accepted"
    assert row["warnings"] == [{"code": "one_sided", "reason": sentence("one_sided")}]


@pytest.mark.parametrize("name", ["x" * 300, "không\x00tên"])
def test_a_path_that_no_file_can_have_is_refused_like_any_other(name: str) -> None:
    (row,), ended_well = ingest(name)
    assert (row["outcome"], row["code"], ended_well) == ("refused", "not_a_file", False)


def test_a_name_in_another_encoding_is_taken_and_can_be_printed(
    tone: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"b\xe0i.wav")
    path.write_bytes(tone(440).read_bytes())
    (row,), ended_well = ingest(path)
    assert ended_well
    assert row["path"].encode() == bytes(tmp_path) + b"/b?i.wav"
    assert Asset.objects.get().original_name == "b?i.wav"


def test_a_machine_at_fault_is_no_outcome_of_its_own(
    tone: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (row,), ended_well = ingest(tone(440))
    assert (row["outcome"], row["code"], ended_well) == ("refused", "worker_died", False)
    assert Rendition.objects.get().state == State.FAILED


def test_a_file_with_renditions_under_two_profiles_is_told_by_the_newer(
    asset: Callable[..., Asset], tone: Callable[..., Path], settings: Any
) -> None:
    kept = asset(440)
    settings.LOA_LOUDNESS_LUFS = -16.0
    set_up()
    newer = ask_for_house(asset=kept, now=NOW)
    make(rendition_id=newer.pk, clock=lambda: NOW)
    newer.refresh_from_db()
    (row,), ended_well = ingest(tone(440))
    assert (row["outcome"], row["house_sha256"], ended_well) == ("duplicate", newer.sha256, True)


def test_the_upload_form_comes_to_the_same_outcome_for_the_same_bytes(
    tone: Callable[..., Path], text: Path, lan: User
) -> None:
    client = signed_in(lan)
    for path in (tone(440), text):
        upload(client, path.read_bytes(), path.name)
        by_form = Asset.objects.get(original_name=path.name)
        rendition = by_form.renditions.get()
        make(rendition_id=rendition.pk, clock=lambda: NOW)
        rendition.refresh_from_db()
        by_form.refresh_from_db()
        (row,), _ = ingest(path)
        assert row["outcome"] == ("refused" if by_form.refused else "duplicate")
        assert (row["code"] or "") == by_form.refused_code == rendition.reason_code
        assert (row["sha256"], row["house_sha256"] or "") == (by_form.sha256, rendition.sha256)
        assert (row["loudness_lufs"], row["true_peak_dbtp"]) == (
            by_form.loudness_lufs,
            by_form.true_peak_dbtp,
        )


def test_without_json_a_person_reads_one_line_for_each_file(
    tone: Callable[..., Path], text: Path
) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("ingest", str(tone(440)), str(text), stdout=out)
    good, bad = out.getvalue().splitlines()
    assert str(tone(440)) in good
    assert "0'01\"" in good
    assert str(text) in bad
    assert sentence("not_media") in bad


def test_to_name_no_file_is_an_error() -> None:
    with pytest.raises(CommandError):
        call_command("ingest", "--json")
