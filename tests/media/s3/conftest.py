"""A real S3 server in a process of its own, and Loa's private store in a bucket of it."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from media.s3 import S3Files
from media.storage import private_files
from tests.media.workers.processes import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUCKET = "loa"
KEYS = {"AWS_ACCESS_KEY_ID": "khoa", "AWS_SECRET_ACCESS_KEY": "bi-mat"}


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def answers(port: int) -> bool:
    with closing(socket.socket()) as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """Start the server and give its address; it is nobody's child, for some tests kill those."""
    port = free_port()
    start = f"{shlex.quote(sys.executable)} -m moto.server -H 127.0.0.1 -p {port}"
    shell = subprocess.run(
        ["sh", "-c", f"{start} >/dev/null 2>&1 </dev/null & echo $!"],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        start_new_session=True,
        capture_output=True,
        check=True,
    )
    try:
        until(lambda: answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        os.kill(int(shell.stdout), signal.SIGKILL)


@pytest.fixture
def s3(s3_endpoint: str) -> Iterator[Any]:
    """Return a client of the server beside Loa's, with an empty bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=s3_endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket=BUCKET)
    yield client
    for upload in client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", ()):
        client.abort_multipart_upload(Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"])
    for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=entry["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()


@pytest.fixture
def store(s3: Any, s3_endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> S3Files:
    """Put the private store in the bucket, by the settings an installation would use."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LOA_S3_ENDPOINT", s3_endpoint)
    from cms.settings.base import s3_from_environment  # noqa: PLC0415 - reads the environment

    settings.STORAGES = {**settings.STORAGES, **s3_from_environment(BUCKET)}
    found = private_files()
    assert isinstance(found, S3Files)
    return found


@pytest.fixture
def objects(s3: Any) -> Callable[[], list[str]]:
    def listed() -> list[str]:
        found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        return sorted(entry["Key"] for entry in found)

    return listed
