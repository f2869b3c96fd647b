"""A thousand fetches of the day's playlist, fifty at once, from a server as `make demo` runs it.

    python -m bench.operators

The server is gunicorn over the embedded SQLite; every fetch carries a station's token, goes
over a socket of its own, and is one of those of the ten minutes before air. The reference
is a small file sent by the same server to the same crowd.
"""

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.database import EMPTY
from bench.marks import Mark, conclude

FETCHES = 1_000
AT_ONCE = 50
STATIONS = 70
MOST_P95_MS = 300.0
ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
STATIC = "/static/loa/portal.css"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "LOA_VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        }
        asked = _filled(Path(folder), environment)
        with _served(environment) as port:
            # A server that has been up for a minute has read its own code.
            _crowd(port, asked)
            plain = _crowd(port, [(STATIC, "")] * FETCHES)
            found = _crowd(port, [asked[n % len(asked)] for n in range(FETCHES)])
    print(f"{'request':20}{'median ms':>11}{'p95 ms':>9}{'errors':>8}{'a second':>10}")
    for name, each in (("a small file", plain), ("a day's playlist", found)):
        print(f"{name:20}{each.median:11.0f}{each.p95:9.0f}{each.errors:8}{each.rate:10.0f}")
    conclude(
        [
            Mark(
                "1,000 operators in ten minutes, 50 at once",
                f"p95 ≤ {MOST_P95_MS:.0f} ms, 0 errors",
                f"{found.p95:.0f} ms, {found.errors} errors",
                f"a small file: {plain.p95:.0f} ms",
                found.p95 / plain.p95,
                met=found.p95 <= MOST_P95_MS and not found.errors,
            )
        ]
    )


def _filled(folder: Path, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Make an installation with released days; return their addresses with tokens."""
    empty = Path(environment.get(EMPTY, ""))
    if empty.is_file():
        shutil.copy(empty, folder / "loa.sqlite3")
    for arguments in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True
        )
    done = subprocess.run(
        [sys.executable, "-m", "bench.operators", "fill"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [(path, token) for path, token in json.loads(done.stdout)]


def fill() -> None:
    """Release one day at each station and print where it is read, with a token for it."""
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    from broadcast.actions.release import release_playlist  # noqa: PLC0415 - needs Django set up
    from broadcast.actions.set_up import set_up  # noqa: PLC0415 - the same
    from broadcast.actions.tokens import make_token  # noqa: PLC0415 - the same
    from tests.broadcast import airtime_factories as airtime  # noqa: PLC0415 - the same
    from tests.conftest import NOW  # noqa: PLC0415 - the same

    set_up()
    clearances = [airtime.cleared_item(title=f"Tin {n}") for n in range(8)]
    asked = []
    for number in range(STATIONS):
        station = airtime.station(code=f"dai-{number}")
        for begins in ("05:15", "17:00"):
            airtime.filled_slot(station=station, items=clearances, begins=begins, minutes=15)
        release_playlist(station=station, day=airtime.DAY, by=None, now=NOW)
        _row, token = make_token(
            station=station, name="Máy phát", expires_at=None, by=None, now=NOW
        )
        asked.append((f"/api/v1/stations/{station.code}/days/{airtime.DAY}/playlist", token))
    print(json.dumps(asked))


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[int]:
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    command = ["-m", "gunicorn", "cms.wsgi", "--bind", f"{HOST}:{port}", "--log-level", "warning"]
    server = subprocess.Popen(
        [sys.executable, *command, "--workers", "2", "--threads", "4"], cwd=ROOT, env=environment
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            if _fetch(port, STATIC, "")[0]:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not answer")


class Crowd:
    """What a crowd's fetches took, in milliseconds."""

    def __init__(self, fetched: Sequence[tuple[bool, float]], wall: float) -> None:
        times = [taken * 1000 for _ok, taken in fetched]
        self.median = statistics.median(times)
        self.p95 = statistics.quantiles(times, n=20)[-1]
        self.errors = sum(not ok for ok, _taken in fetched)
        self.rate = len(fetched) / wall


def _crowd(port: int, asked: Sequence[tuple[str, str]]) -> Crowd:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        began = time.perf_counter()
        fetched = list(pool.map(lambda one: _fetch(port, *one), asked))
        return Crowd(fetched, time.perf_counter() - began)


def _fetch(port: int, path: str, token: str) -> tuple[bool, float]:
    """Fetch one address over a new connection; return whether all of it came, and how long."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    began = time.perf_counter()
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        whole = answer.status == http.HTTPStatus.OK and bool(answer.read())
    except (OSError, http.client.HTTPException):
        if not token:
            raise
        whole = False
    finally:
        connection.close()
    return whole, time.perf_counter() - began


if __name__ == "__main__":
    fill() if sys.argv[1:] == ["fill"] else main()
