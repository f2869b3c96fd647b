"""Whether a station may air an item by its own choice."""

from broadcast.planner.candidate import Candidate
from broadcast.planner.station import Station


def reaches(station: Station, item: Candidate) -> bool:
    return (
        (not item.levels or station.level in item.levels)
        and (not item.areas or any(code in item.areas for code in station.area_path))
        and item.language in station.languages
        and (not item.media or station.medium in item.media)
    )
