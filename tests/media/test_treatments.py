"""An editor's choice of what of an asset airs: another house file, the original untouched."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from cms.models.reviewed import what_airs
from media.actions.make import make
from media.actions.receive import receive
from media.actions.treat import BadCue, treat
from media.ffmpeg.treatment import PLAIN, Treatment
from media.models import Asset, Rendition, State
from media.models import Treatment as TreatmentRow
from media.models.treatment import ImmutableTreatment
from media.state import house_rendition
from media.storage import private_files
from tests.conftest import NOW
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User
    from cms.models import Item

HALF = timedelta(milliseconds=500)
FRAME = timedelta(milliseconds=24)


def part(start_ms: int = 0, end_ms: int | None = None) -> Treatment:
    end = None if end_ms is None else timedelta(milliseconds=end_ms)
    return Treatment(timedelta(milliseconds=start_ms), end)


def chosen(asset: Asset, choice: Treatment, by: User | None = None) -> Rendition:
    rendition = treat(asset=asset, choice=choice, by=by, now=NOW)
    make(rendition_id=rendition.pk, clock=lambda: NOW)
    rendition.refresh_from_db()
    return rendition


def test_a_part_becomes_a_house_file_of_its_own(asset: Callable[..., Asset], lan: User) -> None:
    kept = asset(440)
    before = Asset.objects.values().get()
    plain = house_rendition(kept)
    assert plain is not None
    cut = chosen(kept, part(200, 800), lan)
    assert cut.state == State.READY
    assert cut.duration is not None
    # The sound, silence of two frames at both ends, and what is left of the last frame.
    assert abs(cut.duration - timedelta(milliseconds=600) - 4 * FRAME) <= FRAME
    assert cut.sha256 != plain.sha256
    assert cut.loudness_lufs == pytest.approx(-19.0, abs=0.3)
    assert (house_rendition(kept), cut.warnings) == (cut, [])
    after = Asset.objects.values().get()
    assert after == {**before, "treatment_id": cut.treatment_id}
    assert Rendition.objects.filter(pk=plain.pk).values().get()["sha256"] == plain.sha256
    row = TreatmentRow.objects.get()
    assert (row.chosen_by, row.chosen_at, row.asked) == (lan, NOW, part(200, 800))


def test_the_cut_is_where_it_was_asked_for(loa: None, tmp_path: Path) -> None:
    # A second of 300 Hz, then a second of 2 kHz: the second half alone has no low tone.
    sources = "sine=300:d=1[a];sine=2000:d=1[b];[a][b]concat=v=0:a=1"
    kept = receive(
        source=recorded(tmp_path / "hai.m4a", sources), name="hai.m4a", by=None, now=NOW
    ).asset
    make(rendition_id=kept.renditions.get().pk, clock=lambda: NOW)
    kept.refresh_from_db()
    cut = chosen(kept, part(1000))
    assert low_share(cut) < 0.001
    assert low_share(kept.renditions.get(treatment=None)) > 0.1


def low_share(rendition: Rendition) -> float:
    """Tell how much of a house file's power lies under 1 kHz."""
    path = private_files().path(rendition.file_name)
    words = ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "pipe:1"]
    samples = np.frombuffer(subprocess.run(words, capture_output=True, check=True).stdout, "<f4")
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float(power[: 1000 * len(samples) // 48_000].sum() / power.sum())


def test_the_same_choice_twice_is_one_row_and_one_file(asset: Callable[..., Asset]) -> None:
    kept = asset(440)
    first = chosen(kept, part(200))
    assert treat(asset=kept, choice=PLAIN, by=None, now=NOW).treatment is None
    assert Asset.objects.get().treatment is None
    assert treat(asset=kept, choice=part(200), by=None, now=NOW) == first
    assert (TreatmentRow.objects.count(), Rendition.objects.count()) == (1, 2)


@pytest.mark.parametrize("choice", [part(600), part(0, 400), part(2000, 3000)])
def test_a_part_too_short_to_air_changes_nothing(
    choice: Treatment, asset: Callable[..., Asset]
) -> None:
    kept = asset(440)
    with pytest.raises(BadCue):
        treat(asset=kept, choice=choice, by=None, now=NOW)
    assert (TreatmentRow.objects.count(), Rendition.objects.count()) == (0, 1)


def test_a_silent_part_is_refused_and_the_asset_is_not(loa: None, tmp_path: Path) -> None:
    source = recorded(tmp_path / "a.wav", "aevalsrc=if(lt(t\\,1)\\,sin(2000*t)\\,0):d=3")
    kept = receive(source=source, name="a.wav", by=None, now=NOW).asset
    make(rendition_id=kept.renditions.get().pk, clock=lambda: NOW)
    kept.refresh_from_db()
    refused = chosen(kept, part(1500))
    kept.refresh_from_db()
    assert (refused.state, refused.reason_code, kept.refused) == (State.REFUSED, "silent", False)


def test_the_database_keeps_one_row_a_choice_and_no_end_before_its_beginning(
    asset: Callable[..., Asset],
) -> None:
    kept = asset(440)
    row = treat(asset=kept, choice=part(100), by=None, now=NOW).treatment
    assert row is not None
    bad: list[tuple[timedelta, timedelta | None]] = [
        (row.cue_in, None),
        (HALF, HALF),
        (-HALF, None),
    ]
    for cue_in, cue_out in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            TreatmentRow.objects.create(
                asset=kept, cue_in=cue_in, cue_out=cue_out, chosen_by=None, chosen_at=NOW
            )
    with pytest.raises(ImmutableTreatment):
        row.save()


def test_a_reviewer_is_shown_the_chosen_part_and_nothing_while_it_is_made(
    report: Callable[..., Item],
) -> None:
    item = report()
    assert item.recording is not None
    before = what_airs(item.get_latest_revision())
    rendition = treat(asset=item.recording, choice=part(200), by=None, now=NOW)
    assert what_airs(item.get_latest_revision()).rendition is None
    make(rendition_id=rendition.pk, clock=lambda: NOW)
    after = what_airs(item.get_latest_revision())
    assert after.rendition == rendition
    assert after.digest != before.digest
