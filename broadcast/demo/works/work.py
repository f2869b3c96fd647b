"""What one work of the demo newsroom is: its text, its labels, its recording, its story.

Plain values only. The seeding code turns them into rows, the recording script into
sound; neither is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from broadcast.demo.works.screenplay import Block, Role, Voice


class Kind(StrEnum):
    """The kinds of item a newsroom keeps."""

    ARTICLE = "article"
    REPORT = "report"
    DRAMA = "drama"
    SKIT = "skit"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Genre:
    """A form listeners know by its length; several may share one kind."""

    kind: Kind
    name: str
    shortest: timedelta
    longest: timedelta


READING: Final = Genre(
    Kind.ARTICLE, "bài viết đọc trên đài", timedelta(minutes=2), timedelta(minutes=5)
)
NOTICE: Final = Genre(Kind.ARTICLE, "thông báo", timedelta(seconds=30), timedelta(seconds=60))
SPOT: Final = Genre(Kind.REPORT, "thông điệp", timedelta(seconds=20), timedelta(seconds=45))
REPORT: Final = Genre(
    Kind.REPORT, "phóng sự phát thanh", timedelta(minutes=3), timedelta(minutes=7)
)
SKIT: Final = Genre(Kind.SKIT, "tiểu phẩm", timedelta(minutes=4), timedelta(minutes=9))
DRAMA: Final = Genre(Kind.DRAMA, "kịch truyền thanh", timedelta(minutes=8), timedelta(minutes=14))
VIDEO: Final = Genre(Kind.VIDEO, "video ngắn", timedelta(seconds=40), timedelta(seconds=120))


class Language(StrEnum):
    """The languages on the province's air, by ISO 639."""

    VIETNAMESE = "vi"
    CHAM = "cjm"
    RAGLAI = "rog"


class Theme(IntEnum):
    """The six content themes of the province's plan."""

    INTERNATIONAL_LAW = 1
    POLICY_AND_LAW = 2
    RESULTS = 3
    ANSWERS = 4
    FOREIGN_RELATIONS = 5
    PROVINCE = 6


class Convention(StrEnum):
    """The seven conventions, by their usual short names."""

    CIVIL_AND_POLITICAL = "iccpr"
    ECONOMIC_SOCIAL_CULTURAL = "icescr"
    WOMEN = "cedaw"
    RACIAL_DISCRIMINATION = "cerd"
    CHILD = "crc"
    DISABILITY = "crpd"
    TORTURE = "cat"


class Body(StrEnum):
    """The bodies that supply content."""

    LABOUR = "sldtbxh"
    PLANNING = "skhdt"
    TRADE = "sct"
    JUSTICE = "stp"
    HOME_AFFAIRS = "snv"
    ETHNIC_AFFAIRS = "bdt"
    EDUCATION = "sgddt"
    POLICE = "congan"
    DISTRICT = "ubnd_huyen"
    COMMUNE = "ubnd_xa"
    NEWSPAPER = "bao"
    STATION = "dai"
    INFORMATION = "stttt"


class Priority(StrEnum):
    """How far a commune station may choose for itself."""

    NORMAL = "normal"
    PRIORITY = "priority"
    URGENT = "urgent"


class StoryState(StrEnum):
    """Where the demo leaves a work in its life."""

    CLEARED = "cleared"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """The two steps of a review."""

    NEWSROOM = "newsroom"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class Story:
    """A state, with what explains it: the step waiting, or the reason given."""

    state: StoryState
    step: Step | None = None
    reason: str = ""


CLEARED: Final = Story(StoryState.CLEARED)
DRAFT: Final = Story(StoryState.DRAFT)


class Level(StrEnum):
    """How loud a recording was made; real uploads differ, and the demo's do too."""

    USUAL = "usual"
    QUIET = "quiet"
    HOT = "hot"


@dataclass(frozen=True, slots=True)
class Recording:
    """How a work was recorded."""

    level: Level = Level.USUAL
    bed: bool = False
    """Zither music runs under the voice."""
    one_sided: bool = False
    """Stereo with the voice on the left only, as from a badly plugged recorder."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One still of a video: white text on a colour (six hex digits), held for a while."""

    text: str
    colour: str
    holds: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One item of the demo: an article has paragraphs, every other kind a script."""

    key: str
    genre: Genre
    title: str
    summary: str
    body: tuple[Block, ...]
    themes: tuple[Theme, ...]
    conventions: tuple[Convention, ...]
    supplying_body: Body
    byline: str
    source: str
    cast: tuple[Role, ...] = ()
    reader: Voice = Voice.ANNOUNCER_WOMAN
    """Who reads an article aloud."""
    language: Language = Language.VIETNAMESE
    version_of: str | None = None
    """Key of the Vietnamese original this is a language version of."""
    note: str = ""
    priority: Priority = Priority.NORMAL
    story: Story = CLEARED
    recording: Recording | None = Recording()
    """None where nothing has been recorded."""
    areas: tuple[str, ...] = ()
    """Codes of the areas it is meant for; empty means the whole province."""
    must_air_within: timedelta | None = None
    """From clearance; set on a priority item, this makes it a must-run."""
    issued_at: time | None = None
    """The hour a warning was issued, which it also says aloud."""
    repeats_every: timedelta | None = None
    """Of a warning that airs again and again until it is over."""
    valid_for: timedelta | None = None
    """From clearance; after that it must not air."""
    slides: tuple[Slide, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.genre.kind
