"""Assets in Wagtail's admin: the list, the upload, the page of one asset, the chooser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn, UserColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    CreateView,
    CreationFormMixin,
)
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from media.durations import on_screen
from media.forms import RenameForm, UploadForm, UploadToChooseForm
from media.models import Asset, Profile, State, Upload
from media.views.asset_page import AssetInspectView
from media.views.files import may_hear

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from cms.accounts.models import User


class AssetIndexView(IndexView):
    default_ordering = "-uploaded_at"

    def get_base_queryset(self) -> QuerySet[Asset]:
        queryset: QuerySet[Asset] = super().get_base_queryset()
        return queryset.select_related(
            "uploaded_by", "uploaded_by__wagtail_userprofile"
        ).prefetch_related("renditions__profile")

    def order_queryset(self, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        ordered: QuerySet[Asset] = super().order_queryset(queryset)
        # Files of one moment keep their order from page to page.
        return ordered.order_by(*ordered.query.order_by, "-pk")


class StateColumn(Column):
    def get_value(self, instance: Asset) -> str:
        house = [
            each
            for each in instance.renditions.all()
            if each.profile.code == Profile.HOUSE and each.treatment_id == instance.treatment_id
        ]
        if not house:
            return ""
        newest = max(house, key=lambda each: each.profile.version)
        return str(State(newest.state).label)


class UploadView(
    PermissionCheckedMixin,
    WagtailAdminTemplateMixin,
    FormView,  # type: ignore[type-arg]  # generic only in the stubs
):
    """Upload one file and go to its page, where its progress shows."""

    form_class = UploadForm
    template_name = "media/upload.html"
    page_title = gettext_lazy("Upload a file")
    header_icon = "upload"
    permission_required = "add"

    # As ModelViewSet hands them over.
    model: Any = None
    permission_policy: Any = None
    index_url_name: str = ""
    inspect_url_name: str = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": _("Audio store")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unfinished = Upload.objects.unfinished().filter(by=self.request.user.pk)
        return super().get_context_data(unfinished=unfinished, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"replaces": self.request.GET.get("replaces", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        received = form.received
        if received.created:
            messages.success(
                self.request, _("The file was received. Its house file is being made.")
            )
        else:
            messages.warning(
                self.request, _("This file was in the store already; this is its page.")
            )
        return redirect(self.inspect_url_name, received.asset.pk)


class AssetPermissionPolicy(ModelPermissionPolicy):
    """What was taken in stays: nobody deletes it, superusers neither."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class AssetViewSet(ModelViewSet):
    model = Asset
    name = "media_assets"
    icon = "media"
    menu_label = gettext_lazy("Audio store")
    menu_order = 300
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = AssetIndexView
    add_view_class = UploadView
    inspect_view_class = AssetInspectView
    inspect_template_name = "media/asset.html"
    list_filter = ["kind"]
    search_fields = ["title", "original_name", "sha256"]
    search_backend_name = None
    list_per_page = 30

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "title",
                label=gettext_lazy("Display name"),
                url_name="media_assets:inspect",
                sort_key="title",
            ),
            Column("kind", label=gettext_lazy("Kind of file"), accessor="get_kind_display"),
            Column(
                "duration",
                label=gettext_lazy("Duration"),
                accessor=lambda asset: on_screen(asset.duration),
            ),
            StateColumn("state", label=gettext_lazy("Readiness")),
            UserColumn("uploaded_by", label=gettext_lazy("Uploaded by")),
            Column("uploaded_at", label=gettext_lazy("Uploaded at"), sort_key="uploaded_at"),
        ]

    def get_form_class(self, for_update: bool = False) -> type[RenameForm]:  # noqa: FBT001, FBT002 - as Wagtail calls it
        del for_update
        return RenameForm

    def register_permissions(self) -> None:
        register_permission_policy(Asset, AssetPermissionPolicy(Asset), exact_class=True)
        super().register_permissions()

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "model": self.model,
            "permission_policy": self.permission_policy,
            "index_url_name": self.get_url_name("index"),
            "inspect_url_name": self.get_url_name("inspect"),
            **kwargs,
        }


class _UploadInChooser(CreationFormMixin):
    """The chooser's own upload tab: it knows who uploads, and sends in pieces."""

    creation_form_template_name = "media/choose_upload.html"

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "user": self.request.user}


class AssetChooseView(_UploadInChooser, ChooseView):
    pass


class AssetChooseResultsView(_UploadInChooser, ChooseResultsView):
    pass


class AssetCreateView(_UploadInChooser, CreateView):
    pass


class AssetChooserViewSet(ChooserViewSet):
    model = Asset
    icon = "media"
    choose_one_text = gettext_lazy("Choose or upload a file")
    choose_another_text = gettext_lazy("Choose another file")
    edit_item_text = gettext_lazy("Open the file's page")
    creation_form_class = UploadToChooseForm
    creation_tab_label = gettext_lazy("Upload")
    create_action_label = gettext_lazy("Upload")
    create_action_clicked_label = gettext_lazy("Uploading…")
    search_tab_label = gettext_lazy("In the store")
    choose_view_class = AssetChooseView
    choose_results_view_class = AssetChooseResultsView
    create_view_class = AssetCreateView

    def get_object_list(self) -> QuerySet[Asset]:
        return Asset.objects.usable()

    def get_urlpatterns(self) -> list[Any]:
        """Ask who chooses: Wagtail shows a chooser to everybody who may sign in."""
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = may_hear(pattern.callback)
        return patterns


asset_viewset = AssetViewSet()
asset_chooser_viewset = AssetChooserViewSet("asset_chooser")
