"""A private file over HTTP, as RFC 9110 has it: whole, in ranges, or not again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from media.serve import parse_range, private_file
from media.storage import private_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

CONTENT = bytes(range(256)) * 4 + b"the end"
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
ETAG = f'"{SHA256}"'
NAME = f"house/{SHA256[:2]}/{SHA256}.mp3"


@pytest.fixture(autouse=True)
def _kept(_own_files: None) -> None:
    private_files().save(NAME, ContentFile(CONTENT))


@pytest.fixture(autouse=True)
def _no_request_ends() -> Iterator[None]:
    """Close files without the end of a request, which would ask after other tests' connections."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def ask(method: str = "GET", download_as: str = "", **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(
        method, "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return private_file(
        request,
        name=NAME,
        sha256=SHA256,
        size=SIZE,
        content_type="audio/mpeg",
        download_as=download_as,
    )


def body(answer: HttpResponseBase) -> bytes:
    """Read what is sent, and close the file it comes from."""
    sent = b"".join(answer)
    answer.close()
    return bytes(sent)


def test_without_a_range_the_whole_file_is_sent() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert body(answer) == CONTENT
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["ETag"] == ETAG
    assert "Content-Range" not in answer


def test_no_browser_runs_a_file_as_a_page_or_guesses_what_it_is() -> None:
    answer = ask()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    answer.close()


def test_a_file_to_keep_gets_a_vietnamese_name_that_breaks_no_header() -> None:
    answer = ask(download_as='Lũ về "đêm"\r\nX-Bad: 1.mp3')
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''L%C5%A9")
    assert "X-Bad" not in answer
    answer.close()


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE),
        (f"bytes=500-{SIZE + 10_000}", 500, SIZE),
        # What players ask for first: the answer tells them that they may seek.
        ("bytes=0-", 0, SIZE),
        (f"bytes=-{SIZE + 1}", 0, SIZE),
        (" bytes=0-9 ", 0, 10),
    ],
)
def test_a_range_gets_its_bytes_and_says_which(wanted: str, start: int, stop: int) -> None:
    answer = ask(Range=wanted)
    assert answer.status_code == 206
    assert body(answer) == CONTENT[start:stop]
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer["Content-Length"] == str(stop - start)
    assert answer["ETag"] == ETAG


@pytest.mark.parametrize(
    "wanted", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", f"bytes={10**30}-"]
)
def test_a_range_outside_the_file_is_416_and_says_how_long_it_is(wanted: str) -> None:
    answer = ask(Range=wanted)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert body(answer) == b""


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=9-1",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=1-2,5-6",
        "items=0-5",
        "0-5",
        "bytes=--5",
    ],
)
def test_a_range_that_cannot_be_read_is_ignored(wanted: str) -> None:
    answer = ask(Range=wanted)
    assert (answer.status_code, body(answer)) == (200, CONTENT)


@given(
    content=st.binary(min_size=1, max_size=300),
    first=st.none() | st.integers(0, 400),
    last=st.none() | st.integers(0, 400),
)
def test_any_range_is_the_slice_of_the_file_that_the_standard_means(
    content: bytes, first: int | None, last: int | None
) -> None:
    size = len(content)
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    positions = [
        at
        for at in range(size)
        if (first is not None and at >= first and (last is None or at <= last))
        or (first is None and last is not None and at >= size - last)
    ]
    unreadable = (first is None and last is None) or (
        first is not None and last is not None and last < first
    )
    try:
        span = parse_range(header, size)
    except ValueError:
        assert positions == []
        assert not unreadable
    else:
        if unreadable:
            assert span is None
        else:
            assert span is not None
            assert content[slice(*span)] == bytes(content[at] for at in positions)
            assert 0 <= span[0] < span[1] <= size


@given(first=st.integers(0, SIZE - 1), length=st.integers(1, SIZE + 50))
def test_a_file_sent_range_by_range_is_the_file(first: int, length: int) -> None:
    answer = ask(Range=f"bytes={first}-{first + length - 1}")
    assert answer.status_code == 206
    assert body(answer) == CONTENT[first : first + length]


def test_an_unchanged_file_goes_on_from_where_a_transfer_broke_off() -> None:
    answer = ask(Range="bytes=1000-", If_Range=ETAG)
    assert (answer.status_code, body(answer)) == (206, CONTENT[1000:])


@pytest.mark.parametrize("known", ['"another"', f"W/{ETAG}", "Mon, 03 Mar 2025 02:00:00 GMT"])
def test_a_file_that_may_have_changed_is_sent_whole(known: str) -> None:
    answer = ask(Range="bytes=1000-", If_Range=known)
    assert (answer.status_code, body(answer)) == (200, CONTENT)


@pytest.mark.parametrize("known", [ETAG, f'"other", {ETAG}', f"W/{ETAG}", "*"])
def test_bytes_that_are_there_already_are_not_sent_again(known: str) -> None:
    answer = ask(If_None_Match=known, Range="bytes=0-9")
    assert (answer.status_code, body(answer)) == (304, b"")
    assert answer["ETag"] == ETAG
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_other_bytes_are_sent() -> None:
    answer = ask(If_None_Match='"other"')
    assert (answer.status_code, body(answer)) == (200, CONTENT)


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}])
def test_head_tells_all_about_the_whole_file_and_sends_nothing(headers: dict[str, str]) -> None:
    answer = ask("HEAD", **headers)
    assert (answer.status_code, body(answer)) == (200, b"")
    assert answer["Content-Length"] == str(SIZE)
    assert answer["ETag"] == ETAG
    assert "Content-Range" not in answer


def test_behind_a_reverse_proxy_the_proxy_sends_the_file(settings: Any) -> None:
    settings.LOA_ACCEL_PREFIX = "/_files/"
    answer = ask(Range="bytes=0-9", download_as="a.mp3")
    assert answer["X-Accel-Redirect"] == f"/_files/{NAME}"
    assert (answer.status_code, body(answer)) == (200, b"")
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["ETag"] == ETAG
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'attachment; filename="a.mp3"'


def test_behind_a_reverse_proxy_known_bytes_are_not_sent_again_either(settings: Any) -> None:
    settings.LOA_ACCEL_PREFIX = "/_files/"
    answer = ask(If_None_Match=ETAG)
    assert answer.status_code == 304
    assert "X-Accel-Redirect" not in answer
