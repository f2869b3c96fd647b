"""Real players open lists and files over HTTP with nothing but the address they were given."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.testcases import LiveServerThread, _StaticFilesHandler

from tests.broadcast.api.asking import ROOT, day_of
from tests.broadcast.exports.conftest import nobodys_home as nobodys_home  # noqa: PLC0414 - a fixture
from tests.broadcast.exports.programs import require, run, run_unprivileged, seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from broadcast.models import Playlist

FRAME_SECONDS = 0.024


@pytest.fixture
def server(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the address of a real server that answers within the test's own transaction.

    A live server of pytest-django would flush the database, and with it what
    `migrate` wrote, under the next run that reuses it.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    # Each request and the server's end would close it.
    monkeypatch.setattr(connection, "close", lambda: None)
    thread = LiveServerThread(
        "localhost", _StaticFilesHandler, connections_override={DEFAULT_DB_ALIAS: connection}
    )
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    connection.dec_thread_sharing()


@pytest.fixture
def list_for(machine: Client, server: str, playlist: Playlist, tmp_path: Path) -> Path:
    """Save the day's list as it comes from the server."""
    saved = tmp_path / "day.m3u8"
    host = server.removeprefix("http://")
    saved.write_bytes(machine.get(day_of(playlist, ".m3u8"), headers={"Host": host}).content)
    return saved


@pytest.fixture
def joined(playlist: Playlist) -> dict[str, Any]:
    """Return what the playlist says of its slot's joined file."""
    file: dict[str, Any] = playlist.document["slots"][0]["file"]
    return file


@pytest.fixture
def address(machine: Client, server: str, playlist: Playlist, joined: dict[str, Any]) -> str:
    """Return the joined file's address with its key."""
    slot = playlist.document["slots"][0]["id"]
    return f"{server}{machine.get(f'{ROOT}/slots/{slot}.mp3')['Location']}"


def listed(saved: Path) -> list[str]:
    return [line for line in saved.read_text().splitlines() if not line.startswith("#")]


def test_ffprobe_reads_every_address_of_the_list(list_for: Path, playlist: Playlist) -> None:
    require("ffprobe", "ffmpeg")
    entries = playlist.document["slots"][0]["entries"]
    files = [entry["file"] for entry in entries if entry["file"]]

    told = [
        json.loads(run("ffprobe", "-v", "error", "-show_format", "-of", "json", each))["format"]
        for each in listed(list_for)
    ]

    assert [int(each["size"]) for each in told] == [file["bytes"] for file in files]
    for each, file in zip(told, files, strict=True):
        seconds = file["duration_ms"] / 1000
        assert float(each["duration"]) == pytest.approx(seconds, abs=2 * FRAME_SECONDS)


def test_mpv_plays_the_list_to_its_end(list_for: Path) -> None:
    require("mpv", "mpv")

    printed = run("mpv", "--no-config", "--ao=pcm", "--ao-pcm-file=/dev/null", list_for)

    played = re.findall(r"^Playing: (http\S+)", printed, re.MULTILINE)
    assert played == listed(list_for)
    assert len(played) == 4
    assert "Failed to open" not in printed


def test_mpg123_decodes_a_slot_to_its_stated_length(
    address: str, joined: dict[str, Any], tmp_path: Path
) -> None:
    require("mpg123", "mpg123")
    sound = tmp_path / "slot.wav"

    run("mpg123", "-q", "-w", sound, address)

    assert seconds_of(sound) == pytest.approx(joined["duration_ms"] / 1000, abs=FRAME_SECONDS)


def test_vlc_decodes_a_slot_to_its_stated_length(
    address: str, joined: dict[str, Any], nobodys_home: Path
) -> None:
    require("cvlc", "vlc-bin vlc-plugin-base")
    sound = nobodys_home / "slot.wav"

    chain = f"#transcode{{acodec=s16l}}:std{{access=file,mux=wav,dst={sound}}}"
    command = ("cvlc", "-I", "dummy", "--no-sout-video", "--sout", chain, address, "vlc://quit")
    run_unprivileged(*command, home=nobodys_home)

    assert seconds_of(sound) == pytest.approx(joined["duration_ms"] / 1000, abs=FRAME_SECONDS)
