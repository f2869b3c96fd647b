"""The lists items are counted by, as a manager keeps them: add, edit, retire, never delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.models import Convention, Language, SupplyingBody, Theme

from .areas import area_viewset
from .kept import KeptViewSet

if TYPE_CHECKING:
    from django.db.models import Model


class TermForm(WagtailAdminModelForm):
    """A code is given once: reports and exchange files already name it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class RetiredColumn(Column):
    def get_value(self, instance: Any) -> str:
        return gettext("retired") if instance.retired else gettext("in use")


class TermListView(IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("sort_order", label=_("Order"), sort_key="sort_order"),
            RetiredColumn("retired", label=_("Standing"), sort_key="retired"),
        ]


class TermViewSet(KeptViewSet):
    index_view_class = TermListView
    list_per_page = 50
    list_filter = ["retired"]
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("code"), FieldPanel("sort_order"), FieldPanel("retired")],
        base_form_class=TermForm,
    )


class LanguageViewSet(TermViewSet):
    model = Language
    icon = "globe"
    menu_label = _("Languages")
    edit_handler = ObjectList(
        [*TermViewSet.edit_handler.children, FieldPanel("translations_wanted")],
        base_form_class=TermForm,
    )


def _viewset(model: type[Model], icon: str, label: Any) -> TermViewSet:
    return TermViewSet(model=model, icon=icon, menu_label=label)


class ListsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Lists")
    menu_icon = "list-ul"
    menu_order = 800
    items = (
        area_viewset,
        _viewset(Theme, "tag", _("Themes")),
        _viewset(Convention, "doc-full", _("Conventions")),
        _viewset(SupplyingBody, "group", _("Supplying bodies")),
        LanguageViewSet(),
    )


lists_viewset_group = ListsViewSetGroup()
