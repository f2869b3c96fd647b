"""Chăm and Raglai versions of Vietnamese originals.

No Chăm or Raglai text is invented here: a version keeps the Vietnamese words as its
working text, and says so. Two are still drafts, waiting for their voices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from broadcast.demo.works.articles import SEVEN_CONVENTIONS
from broadcast.demo.works.drama_bell_on_the_hill import BELL_ON_THE_HILL
from broadcast.demo.works.reports_field import LOOMS_TOGETHER, WATER_AT_THE_TOP
from broadcast.demo.works.skits_home import A_NAME_ON_PAPER
from broadcast.demo.works.spots import MOTHER_TONGUE
from broadcast.demo.works.work import CLEARED, DRAFT, Language, Recording, Story, StoryState, Work

_NAMES: Final = {Language.CHAM: "tiếng Chăm", Language.RAGLAI: "tiếng Raglai"}


def _version(original: Work, language: Language, story: Story = CLEARED) -> Work:
    name = _NAMES[language]
    recorded = story.state is not StoryState.DRAFT
    heard = (
        "Bản thu này do giọng máy tiếng Việt đọc trên nền đàn tranh, chỉ để trình diễn."
        if recorded
        else "Chưa thu tiếng."
    )
    return replace(
        original,
        key=f"{original.key}-{language}",
        title=f"{original.title} (bản {name})",
        language=language,
        version_of=original.key,
        note=f"Bản {name}: văn bản làm việc bằng tiếng Việt, chờ người dịch và người đọc. {heard}",
        story=story,
        recording=Recording(bed=True) if recorded else None,
    )


VERSIONS: Final = (
    _version(SEVEN_CONVENTIONS, Language.CHAM),
    _version(LOOMS_TOGETHER, Language.CHAM),
    _version(BELL_ON_THE_HILL, Language.CHAM, DRAFT),
    _version(MOTHER_TONGUE, Language.RAGLAI),
    _version(WATER_AT_THE_TOP, Language.RAGLAI),
    _version(A_NAME_ON_PAPER, Language.RAGLAI, DRAFT),
)
