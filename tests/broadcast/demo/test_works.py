import dataclasses
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from broadcast.demo.places import PLACES
from broadcast.demo.works import WORKS
from broadcast.demo.works.screenplay import Line, Paragraph
from broadcast.demo.works.work import (
    NOTICE,
    SPOT,
    Body,
    Convention,
    Kind,
    Language,
    Priority,
    StoryState,
    Theme,
    Work,
)

_BY_KEY = {work.key: work for work in WORKS}


def _texts(value: Any) -> Iterator[str]:
    """Every string anywhere in a work."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def test_keys_are_unique_and_safe_as_file_names() -> None:
    assert len(_BY_KEY) == len(WORKS)
    assert [key for key in _BY_KEY if not re.fullmatch(r"[a-z]+(-[a-z]+)+", key)] == []


def test_there_is_enough_of_every_kind() -> None:
    kinds = Counter(work.kind for work in WORKS)
    long_reports = [w for w in WORKS if w.kind is Kind.REPORT and w.genre is not SPOT]
    long_articles = [w for w in WORKS if w.kind is Kind.ARTICLE and w.genre is not NOTICE]
    assert len(WORKS) >= 30
    assert len(long_articles) >= 6
    assert len(long_reports) >= 8
    assert kinds[Kind.DRAMA] >= 4
    assert kinds[Kind.SKIT] >= 6
    assert kinds[Kind.VIDEO] >= 2
    assert len([work for work in WORKS if work.genre in (NOTICE, SPOT) and work.recording]) >= 8


def test_cleared_works_serve_every_theme_convention_and_body() -> None:
    cleared = [work for work in WORKS if work.story.state is StoryState.CLEARED]
    assert {theme for work in cleared for theme in work.themes} == set(Theme)
    assert {name for work in cleared for name in work.conventions} == set(Convention)
    assert {work.supplying_body for work in cleared} == set(Body)


def test_every_work_has_a_theme() -> None:
    assert [work.key for work in WORKS if not work.themes] == []


def test_the_stories_show_every_state() -> None:
    states = Counter(work.story.state for work in WORKS)
    assert states.pop(StoryState.CLEARED) >= 20
    assert states == {
        StoryState.IN_REVIEW: 3,
        StoryState.DRAFT: 2,
        StoryState.RETURNED: 1,
        StoryState.WITHDRAWN: 1,
    }


def test_a_step_is_named_just_while_in_review_and_a_reason_just_when_sent_back() -> None:
    for work in WORKS:
        state = work.story.state
        assert (work.story.step is not None) == (state is StoryState.IN_REVIEW), work.key
        explained = state in (StoryState.RETURNED, StoryState.WITHDRAWN)
        assert bool(work.story.reason) == explained, work.key


def test_both_steps_of_the_review_have_something_waiting() -> None:
    waiting = Counter(work.story.step for work in WORKS if work.story.step)
    assert len(waiting) == 2


def test_whatever_was_withdrawn_could_air_before() -> None:
    withdrawn = [work for work in WORKS if work.story.state is StoryState.WITHDRAWN]
    assert all(work.recording for work in withdrawn)


def test_just_one_work_is_urgent_cleared_and_says_when_it_was_issued_and_ends() -> None:
    (urgent,) = [work for work in WORKS if work.priority is Priority.URGENT]
    assert urgent.story.state is StoryState.CLEARED
    assert urgent.valid_for is not None
    assert urgent.issued_at is not None
    assert urgent.repeats_every is not None
    paragraphs = [block.text for block in urgent.body if isinstance(block, Paragraph)]
    assert f"{urgent.issued_at.hour} giờ" in paragraphs[0]


def test_a_deadline_is_given_to_priority_works_only() -> None:
    must_run = [work for work in WORKS if work.must_air_within]
    assert must_run
    assert {work.priority for work in must_run} == {Priority.PRIORITY}


def test_works_for_some_areas_name_areas_that_exist() -> None:
    codes = {place.code for place in PLACES}
    assert {code for work in WORKS for code in work.areas} <= codes


def test_cham_and_raglai_works_are_versions_of_vietnamese_originals() -> None:
    versions = [work for work in WORKS if work.version_of]
    languages = Counter(work.language for work in versions)
    assert languages == {Language.CHAM: 3, Language.RAGLAI: 3}
    assert [w.key for w in WORKS if w.language is not Language.VIETNAMESE] == [
        w.key for w in versions
    ]
    for version in versions:
        original = _BY_KEY[version.version_of or ""]
        assert WORKS.index(original) < WORKS.index(version)
        assert original.language is Language.VIETNAMESE
        assert version.body == original.body
        assert "văn bản làm việc bằng tiếng Việt" in version.note
        assert ("giọng máy tiếng Việt" in version.note) == (version.recording is not None)


def test_drafts_are_not_recorded_and_every_spoken_kind_beyond_them_is() -> None:
    for work in WORKS:
        if work.story.state is StoryState.DRAFT:
            assert work.recording is None, work.key
        elif work.kind is not Kind.ARTICLE:
            assert work.recording is not None, work.key


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)
def test_an_article_is_prose_and_all_else_is_script(work: Work) -> None:
    if work.kind is Kind.ARTICLE:
        assert {type(block) for block in work.body} == {Paragraph}
        return
    speakers = {block.speaker for block in work.body if isinstance(block, Line)}
    assert Paragraph not in {type(block) for block in work.body}
    assert speakers == {role.speaker for role in work.cast}


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)
def test_texts_are_complete_composed_and_tidy(work: Work) -> None:
    for name in ("title", "summary", "byline", "source"):
        assert getattr(work, name)
    for text in _texts(work):
        assert text == unicodedata.normalize("NFC", text)
        assert text == " ".join(text.split())


def test_only_videos_have_slides() -> None:
    assert {work.kind for work in WORKS if work.slides} == {Kind.VIDEO}
    assert all(work.slides for work in WORKS if work.kind is Kind.VIDEO)


def test_the_demo_s_data_and_sound_need_no_django() -> None:
    code = "import sys, broadcast.demo.make_audio; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
