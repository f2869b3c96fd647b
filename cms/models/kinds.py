"""The kinds of item: how long each usually is, how often it airs, what its editor shows."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import ScriptBlock
from cms.commenting import OwnCommentPanel
from cms.reading import ReadingPanel
from media.models import Kind

from .bulletin import Bulletin
from .item import Item
from .rights import Licensed

_LEAD = [
    FieldPanel("title", help_text=_("As stations and listeners are told it.")),
    FieldPanel("summary"),
    FieldPanel("recording"),
]
_COUNT = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("supplying_body")]),
    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    FieldPanel("conventions", widget=forms.CheckboxSelectMultiple),
    FieldRowPanel([FieldPanel("author"), FieldPanel("source")]),
    FieldPanel("voice"),
    FieldRowPanel([FieldPanel("version_of"), FieldPanel("derived_from")]),
]
_AIR = [
    FieldRowPanel([FieldPanel("priority"), FieldPanel("deadline")]),
    FieldRowPanel([FieldPanel("air_from"), FieldPanel("air_until")]),
    *Bulletin.bulletin_panels,
    FieldRowPanel([FieldPanel("separation_days"), FieldPanel("most_airings")]),
    *Licensed.rights_panels,
    FieldPanel("dayparts"),
    FieldRowPanel([FieldPanel("serial"), FieldPanel("episode")]),
    FieldPanel("levels"),
    FieldPanel(
        "areas",
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("None chosen: the whole province. Hold Ctrl to choose several."),
    ),
]


def _tabs(kind: type[Item]) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList([*_LEAD, *kind.text_panels, OwnCommentPanel()], heading=_("Content")),
            ObjectList(_COUNT, heading=_("Classification")),
            ObjectList(_AIR, heading=_("Broadcast")),
        ]
    )


class Article(Item):
    """A written piece, with a reading where somebody recorded one."""

    RECORDING_REQUIRED = False
    USUAL_LENGTH = (timedelta(seconds=30), timedelta(minutes=10))

    body = RichTextField(_("text"), features=["h3", "bold", "italic", "ol", "ul", "link"])

    text_panels = [FieldPanel("body"), ReadingPanel()]
    search_fields = [*Item.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class Scripted(Item):
    """A kind that has a script."""

    script = StreamField(ScriptBlock(), verbose_name=_("script"), blank=True)

    class Meta:
        abstract = True


class Report(Scripted):
    USUAL_LENGTH = (timedelta(seconds=30), timedelta(minutes=7))

    text_panels = [FieldPanel("script"), ReadingPanel()]

    class Meta:
        verbose_name = _("radio report")
        verbose_name_plural = _("radio reports")


class Drama(Scripted):
    SEPARATION_DAYS = 7
    MOST_AIRINGS = 4
    USUAL_LENGTH = (timedelta(minutes=5), timedelta(minutes=30))

    text_panels = [FieldPanel("script"), ReadingPanel()]

    class Meta:
        verbose_name = _("radio drama")
        verbose_name_plural = _("radio dramas")


class Skit(Scripted):
    SEPARATION_DAYS = 5
    MOST_AIRINGS = 6
    USUAL_LENGTH = (timedelta(minutes=2), timedelta(minutes=12))

    text_panels = [FieldPanel("script"), ReadingPanel()]

    class Meta:
        verbose_name = _("skit")
        verbose_name_plural = _("skits")


class Video(Item):
    RECORDING_KIND = Kind.VIDEO
    USUAL_LENGTH = (timedelta(seconds=20), timedelta(minutes=30))

    body = RichTextField(_("commentary"), blank=True, features=["bold", "italic", "ol", "ul"])

    text_panels = [FieldPanel("body"), ReadingPanel()]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("video")


class LocalNotice(Item):
    """What a commune tells its people, by its own operator: it airs in that area alone."""

    SEPARATION_DAYS = 0
    MOST_AIRINGS = 30
    RECORDING_REQUIRED = False
    COUNTED = False
    USUAL_LENGTH = (timedelta(seconds=15), timedelta(minutes=5))

    body = RichTextField(_("text"), blank=True, features=["bold", "italic", "ol", "ul"])

    text_panels = [FieldPanel("body"), ReadingPanel()]
    search_fields = [*Item.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("local notice")
        verbose_name_plural = _("local notices")


KINDS: tuple[type[Item], ...] = (Article, Report, Drama, Skit, Video, LocalNotice)
for _kind in KINDS:
    _kind.edit_handler = _tabs(_kind)
