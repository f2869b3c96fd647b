from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from media.views import files
from media.viewsets import asset_chooser_viewset, asset_viewset


@hooks.register("register_admin_viewset")
def register_asset_viewsets() -> list[Any]:
    return [asset_viewset, asset_chooser_viewset]


@hooks.register("register_admin_urls")
def register_file_urls() -> list[Any]:
    patterns = [
        path("house/<str:sha256>.mp3", files.house_file, name="house_file"),
        path("asset/<int:pk>/state/", files.asset_state, name="asset_state"),
        path("asset/<int:pk>/retry/", files.retry_rendition, name="retry"),
    ]
    return [path("tep/", include((patterns, "media")))]
