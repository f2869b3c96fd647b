"""Everything the demo newsroom has made, in the order it was made.

All texts were written for the demo. Hamlets and people are invented; laws and
conventions are real and told in general terms.
"""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.articles import ARTICLES
from broadcast.demo.works.drama_bell_on_the_hill import BELL_ON_THE_HILL
from broadcast.demo.works.drama_night_of_the_flood import NIGHT_OF_THE_FLOOD
from broadcast.demo.works.drama_salt_season import SALT_SEASON
from broadcast.demo.works.notices import NOTICES
from broadcast.demo.works.reports_field import FIELD_REPORTS
from broadcast.demo.works.reports_rights import RIGHTS_REPORTS
from broadcast.demo.works.skits_home import HOME_SKITS
from broadcast.demo.works.skits_neighbours import NEIGHBOUR_SKITS
from broadcast.demo.works.skits_school import SEAT_BY_THE_WINDOW
from broadcast.demo.works.spots import SPOTS
from broadcast.demo.works.versions import VERSIONS
from broadcast.demo.works.videos import VIDEOS

WORKS: Final = (
    *ARTICLES,
    *NOTICES,
    *SPOTS,
    *FIELD_REPORTS,
    *RIGHTS_REPORTS,
    *HOME_SKITS,
    *NEIGHBOUR_SKITS,
    SEAT_BY_THE_WINDOW,
    SALT_SEASON,
    BELL_ON_THE_HILL,
    NIGHT_OF_THE_FLOOD,
    *VIDEOS,
    *VERSIONS,
)
"""Originals stand before the versions made of them."""
