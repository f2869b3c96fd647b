from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from media.views import files, treatments, uploads
from media.views.purge import purge_files
from media.viewsets import asset_chooser_viewset, asset_viewset

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_viewset")
def register_asset_viewsets() -> list[Any]:
    return [asset_viewset, asset_chooser_viewset]


@hooks.register("register_admin_urls")
def register_file_urls() -> list[Any]:
    patterns = [
        path("house/<str:sha256>.mp3", files.house_file, name="house_file"),
        path("tai-len/", uploads.uploads, name="uploads"),
        path("tai-len/<uuid:pk>/", uploads.upload, name="upload"),
        path("tai-len/<uuid:pk>/xong/", uploads.upload_done, name="upload_done"),
        path("het-han-giu/", purge_files, name="purge"),
        path("house/<str:sha256>.mp4", files.house_file, {"extension": "mp4"}, name="house_video"),
        path("house/<str:sha256>.jpg", files.poster, name="poster"),
        path("asset/<int:pk>/state/", files.asset_state, name="asset_state"),
        path("asset/<int:pk>/retry/", files.retry_rendition, name="retry"),
        path("asset/<int:pk>/doan/", treatments.choose_part, name="part"),
        path("asset/<int:pk>/lam-deu/", treatments.even_out, name="even_out"),
    ]
    return [path("tep/", include((patterns, "media")))]


class PurgeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media.purge_asset")


@hooks.register("register_reports_menu_item")
def register_purge_menu_item() -> MenuItem:
    return PurgeMenuItem(
        _("Files nobody has to keep"), reverse("media:purge"), icon_name="bin", order=900
    )
