"""Files: in, measured, out."""

from .asset import Asset, AssetQuerySet, Kind
from .hold import Hold, HoldReason
from .profile import Profile
from .rendition import Rendition, RenditionQuerySet, Stage, State
from .treatment import Treatment
from .upload import Upload, UploadQuerySet

__all__ = [
    "Asset",
    "AssetQuerySet",
    "Hold",
    "HoldReason",
    "Kind",
    "Profile",
    "Rendition",
    "RenditionQuerySet",
    "Stage",
    "State",
    "Treatment",
    "Upload",
    "UploadQuerySet",
]
