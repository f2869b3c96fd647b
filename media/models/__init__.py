"""Files: in, measured, out."""

from .asset import Asset, AssetQuerySet, Kind
from .profile import Profile
from .rendition import Rendition, RenditionQuerySet, Stage, State
from .treatment import Treatment

__all__ = [
    "Asset",
    "AssetQuerySet",
    "Kind",
    "Profile",
    "Rendition",
    "RenditionQuerySet",
    "Stage",
    "State",
    "Treatment",
]
