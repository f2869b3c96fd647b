import pytest

from media.ffmpeg.progress import Reporter, Stage


def test_a_receiver_hears_each_stage_begin_and_no_more_than_it_can_take() -> None:
    heard: list[tuple[Stage, int]] = []
    reporter = Reporter(lambda stage, percent: heard.append((stage, percent)))
    for stage in Stage:
        for done in range(1_000):
            reporter.tell(stage, done, 1_000)
    assert heard == [(stage, 0) for stage in Stage]


@pytest.mark.parametrize(
    ("done", "whole", "percent"), [(1, 4, 25), (9, 4, 99), (4, 4, 99), (0, 0, 0), (5, 0, 0)]
)
def test_a_length_that_was_a_lie_never_passes_99_percent(
    done: float, whole: float, percent: int
) -> None:
    heard: list[tuple[Stage, int]] = []
    Reporter(lambda *progress: heard.append(progress)).tell(Stage.CHECK, done, whole)
    assert heard == [(Stage.CHECK, percent)]
