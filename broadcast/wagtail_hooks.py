from __future__ import annotations

from typing import Any

from wagtail import hooks

from broadcast.viewsets.stations import station_chooser_viewset, station_viewset


@hooks.register("register_admin_viewset")
def register_station_viewsets() -> list[Any]:
    return [station_viewset, station_chooser_viewset]
