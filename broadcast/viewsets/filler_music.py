"""The music that fills slots, in the admin: what is chosen, what was, and choosing another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, IndexView

from broadcast.actions.filler import NotMusic, choose_filler
from broadcast.models import FillerMusic
from cms.viewsets.kept import KeptViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse


class FillerMusicListView(IndexView):
    default_ordering = "-chosen_at"

    def get_base_queryset(self) -> QuerySet[FillerMusic]:
        music: QuerySet[FillerMusic] = FillerMusic.objects.select_related("asset", "chosen_by")
        return music

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("asset", label=_("Music")),
            Column("chosen_by", label=_("Chosen by")),
            DateColumn("chosen_at", label=_("Chosen at"), sort_key="chosen_at"),
        ]


class ChooseFillerView(CreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse
        try:
            response = super().form_valid(form)
        except NotMusic as refusal:
            form.add_error("asset", str(refusal))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def save_instance(self) -> FillerMusic:
        return choose_filler(
            asset=self.form.cleaned_data["asset"], by=self.request.user, now=timezone.now()
        )

    def get_success_buttons(self) -> list[Any]:
        """Offer none: a choice is never edited, and Wagtail's button would lead nowhere."""
        return []


class FillerMusicViewSet(KeptViewSet):
    """The newest choice counts; the older stay to tell who chose what."""

    model = FillerMusic
    allowed = ("view", "add")
    icon = "media"
    menu_label = _("Filler music")
    list_per_page = 50
    index_view_class = FillerMusicListView
    add_view_class = ChooseFillerView
    edit_handler = ObjectList([FieldPanel("asset")])


filler_music_viewset = FillerMusicViewSet("filler_music")
