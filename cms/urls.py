"""Loa's addresses. The other apps are named as strings: this package holds the whole together."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from cms.signing_in.views import SignInView
from cms.views.account import AccountPage
from cms.views.editing import EditPage
from cms.views.entrance import entrance

urlpatterns = [
    path("", entrance, name="entrance"),
    path("tai-khoan/", include("cms.signing_in.urls")),
    # Before Wagtail's own, which know of no second factor.
    path("admin/login/", SignInView.as_view()),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_login")),
    # It tells of comments in the inbox.
    path("admin/pages/<int:page_id>/edit/", EditPage.as_view()),
    # Its notices are chosen in the inbox.
    path("admin/account/", AccountPage.as_view()),
    # One search: Wagtail's own knows no drafts, and words only with their marks.
    path("admin/pages/search/", RedirectView.as_view(pattern_name="cms:items", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("dai/", include("broadcast.portal.urls")),
    path("api/v1/", include("broadcast.api.urls")),
]
