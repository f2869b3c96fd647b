"""Machines' tokens in the admin: list, make, revoke. A token's text is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.permissions import policy_registry

from broadcast.actions.tokens import TokenRefused, make_token, revoke_token
from broadcast.models import Station, StationToken
from cms.viewsets.kept import KeptViewSet

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from broadcast.models import StationTokenQuerySet


class StandingColumn(Column):
    def get_value(self, instance: Any) -> str:
        if instance.revoked_at is not None:
            return gettext("revoked")
        if instance.expires_at is not None and instance.expires_at <= timezone.now():
            return gettext("past its date")
        return gettext("valid")


class TokenListView(IndexView):
    is_searchable = True
    default_ordering = "-made_at"

    def get_base_queryset(self) -> StationTokenQuerySet:
        return StationToken.objects.select_related("station")

    def search_queryset(self, queryset: StationTokenQuerySet) -> StationTokenQuerySet:
        text = self.search_query or ""
        stations = Station.objects.matching(text)
        return queryset.filter(Q(station__in=stations) | Q(name__icontains=text))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("What uses it"), get_url=self.revoke_url),
            Column("station", label=_("Station")),
            Column("prefix", label=_("Begins with"), accessor=lambda token: f"loa_{token.prefix}…"),
            DateColumn("made_at", label=_("Made at"), sort_key="made_at"),
            DateColumn("expires_at", label=_("Expires at"), sort_key="expires_at"),
            DateColumn("last_used_at", label=_("Last used at"), sort_key="last_used_at"),
            StandingColumn("standing", label=_("Standing")),
        ]

    def revoke_url(self, token: StationToken) -> str | None:
        may = self.user_has_permission("change") and token.revoked_at is None
        return reverse("station_token:revoke", args=[token.pk]) if may else None


class MakeTokenView(CreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        """Show the text in the answer itself: nothing keeps it for a second look."""
        self.form = form
        try:
            token, text = make_token(**form.cleaned_data, by=self.request.user, now=timezone.now())
        except TokenRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            self.produced_error_message = self.get_error_message()
            refused: HttpResponse = self.form_invalid(form)
            return refused
        return render(self.request, "broadcast/tokens/made.html", {"token": token, "text": text})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the token; a token that was revoked before stays so."""
    policy = policy_registry.get_by_type(StationToken)
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    token = get_object_or_404(StationToken.objects.select_related("station"), pk=pk)
    if request.method != "POST":
        return render(request, "broadcast/tokens/revoke.html", {"token": token})
    revoke_token(token=token, by=request.user, now=timezone.now())  # type: ignore[arg-type] # signed in
    messages.success(request, gettext("The token opens nothing any more."))
    return redirect("station_token:index")


class TokenViewSet(KeptViewSet):
    model = StationToken
    icon = "key"
    menu_label = _("Machine tokens")
    menu_order = 310
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = TokenListView
    add_view_class = MakeTokenView
    edit_handler = ObjectList([FieldPanel("station"), FieldPanel("name"), FieldPanel("expires_at")])

    def register_admin_url_finder(self) -> None:
        """Register none: a token has no form of its own to be found at."""

    def get_urlpatterns(self) -> list[Any]:
        kept = {"index", "index_results", "add"}
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]
        return [*patterns, path("<int:pk>/revoke/", revoke, name="revoke")]


token_viewset = TokenViewSet("station_token")
