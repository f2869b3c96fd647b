"""The arrangement of areas: read from a file, checked, compared with what stands.

Pure: bytes and plain values in, plain values out. `reading` turns bytes into
entries, `arrangement` checks that they are a tree, `change` decides which rows
begin, end or are mended. `cms.actions.import_areas` stores that decision.
"""

from .arrangement import Arrangement, ArrangementRefused, Entry, RefusedRow, Unit, arrange
from .change import Change, Row, compare
from .level import SUPERIOR_LEVELS, Level
from .reading import COLUMNS, read_arrangement

__all__ = [
    "COLUMNS",
    "SUPERIOR_LEVELS",
    "Arrangement",
    "ArrangementRefused",
    "Change",
    "Entry",
    "Level",
    "RefusedRow",
    "Row",
    "Unit",
    "arrange",
    "compare",
    "read_arrangement",
]
