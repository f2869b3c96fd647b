"""Another store is a matter of settings: the same commands, the same answers, in new processes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from media.models import Rendition

# The server and its empty bucket.
from tests.media.s3.conftest import BUCKET, KEYS, s3, s3_endpoint  # noqa: F401 - fixtures
from tests.media.workers.processes import manage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.xdist_group("s3")]


def test_ingest_and_check_media_work_on_s3_by_settings_alone(
    s3: Any,  # noqa: F811 - the fixture
    s3_endpoint: str,  # noqa: F811 - the same
    tone: Callable[..., Path],
) -> None:
    elsewhere: Any = {**KEYS, "LOA_S3_BUCKET": BUCKET, "LOA_S3_ENDPOINT": s3_endpoint}
    taken = manage("ingest", str(tone(440)), "--json", **elsewhere)
    row = json.loads(taken.stdout)
    assert (taken.returncode, row["outcome"]) == (0, "accepted")
    rendition = Rendition.objects.get()
    assert row["house_sha256"] == rendition.sha256
    kept = [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert sorted(kept) == [
        f"files/{rendition.asset.file_name}",
        f"files/{rendition.file_name}",
    ]
    whole = manage("check_media", "--json", **elsewhere)
    assert (whole.returncode, json.loads(whole.stdout)) == (
        0,
        {"files": 2, "rows": 2, "missing": 0, "altered": 0, "orphaned": 0, "unreadable": 0},
    )
    s3.delete_object(Bucket=BUCKET, Key=f"files/{rendition.file_name}")
    short = manage("check_media", "--json", **elsewhere)
    assert short.returncode == 1
    assert [json.loads(line).get("file") for line in short.stdout.splitlines()] == [
        rendition.file_name,
        None,
    ]
