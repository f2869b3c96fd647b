"""Airtime: who airs."""

from .station import Medium, Station, StationQuerySet

__all__ = ["Medium", "Station", "StationQuerySet"]
