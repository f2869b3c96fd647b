"""Loa's addresses. The other apps are named as strings: this package holds the whole together."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.views.entrance import entrance

urlpatterns = [
    path("", entrance, name="entrance"),
    path("admin/", include(wagtailadmin_urls)),
    path("dai/", include("broadcast.portal.urls")),
    path("api/v1/", include("broadcast.api.urls")),
]
