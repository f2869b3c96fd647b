"""Content: areas, what items are counted by, items, reviews, clearances."""

from .area import Area, AreaQuerySet, Level
from .audit import AuditRecord
from .clearance import Approval, Clearance, ClearanceEnd, ClearanceQuerySet, EndReason
from .correction import Correction, CorrectionEnd
from .findable import Findable, Wording
from .findable_file import FindableFile
from .item import Item
from .kinds import KINDS, Article, Drama, LocalNotice, Report, Skit, Video
from .newsroom import Home, Newsroom
from .notice import Notice, NoticeChoice, NoticeKind
from .priority import Priority
from .retention import kept_for
from .review import Refusal, ReviewRefused, ReviewTask
from .review_terms import ReviewTerms
from .reviewed import WhatAirs, what_airs
from .saved_search import SavedSearch
from .steps import NewsroomReviewer, UrgentPath
from .taxonomy import Convention, Language, SupplyingBody, Theme

__all__ = [
    "KINDS",
    "Approval",
    "Area",
    "AreaQuerySet",
    "Article",
    "AuditRecord",
    "Clearance",
    "ClearanceEnd",
    "ClearanceQuerySet",
    "Convention",
    "Correction",
    "CorrectionEnd",
    "Drama",
    "EndReason",
    "Findable",
    "FindableFile",
    "Home",
    "Item",
    "Language",
    "Level",
    "LocalNotice",
    "Newsroom",
    "NewsroomReviewer",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "Priority",
    "Refusal",
    "Report",
    "ReviewRefused",
    "ReviewTask",
    "ReviewTerms",
    "SavedSearch",
    "Skit",
    "SupplyingBody",
    "Theme",
    "UrgentPath",
    "Video",
    "WhatAirs",
    "Wording",
    "kept_for",
    "what_airs",
]
