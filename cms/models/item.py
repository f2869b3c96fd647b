"""Items: what is written, recorded, reviewed and aired.

`Item` is one concrete table under all kinds, so that a clearance and a placement
have one foreign key. It is never created itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page
from wagtail.search import index

from cms.commenting import keep_comments, note_comments
from media.actions.hold import hold
from media.models import Asset, HoldReason, Kind

from .air_fields import DaypartsField, LevelsField
from .area import Area
from .bulletin import Bulletin
from .found import Found
from .item_form import ItemForm
from .permission import Reviewed
from .priority import Priority
from .rights import Licensed
from .search import folded
from .steps import way_for
from .taxonomy import Convention, Language, SupplyingBody, Theme

if TYPE_CHECKING:
    from wagtail.admin.panels import FieldPanel
    from wagtail.models import Revision, Workflow


class Item(Reviewed, Licensed, Bulletin, Found, Page):
    """What all kinds share: the fields that reviewers read and planning counts on."""

    SEPARATION_DAYS = 3
    MOST_AIRINGS = 8
    RECORDING_KIND = Kind.AUDIO
    RECORDING_REQUIRED = True
    # Whether the yearly report counts it by theme and supplying body, which are then asked for.
    COUNTED = True
    # Lengths outside these are a warning, never a refusal.
    USUAL_LENGTH = (timedelta(seconds=20), timedelta(minutes=30))

    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), related_name="+", blank=True)
    conventions = ParentalManyToManyField(
        Convention, verbose_name=_("conventions"), related_name="+", blank=True
    )
    supplying_body = models.ForeignKey(
        SupplyingBody,
        verbose_name=_("supplying body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    recording = models.ForeignKey(
        Asset,
        verbose_name=_("recording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    version_of = models.ForeignKey(
        "self",
        verbose_name=_("other-language version of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
        help_text=_("The item that this one says in another language."),
    )
    derived_from = models.ForeignKey(
        "self",
        verbose_name=_("made from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="derived",
        help_text=_(
            "The item whose facts this one tells in another form, as a skit of an article."
        ),
    )
    voice = models.CharField(
        _("voice"), max_length=200, blank=True, help_text=_("Who speaks in the recording.")
    )

    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    deadline = models.DateTimeField(
        _("must air before"),
        null=True,
        blank=True,
        help_text=_(
            "For priority items only: every station it is meant for must air it before this time."
        ),
    )
    air_from = models.DateTimeField(_("airs from"), null=True, blank=True)
    air_until = models.DateTimeField(_("airs until"), null=True, blank=True)
    separation_days = models.PositiveSmallIntegerField(
        _("least separation (days)"),
        null=True,
        blank=True,
        help_text=_("Between two airings at one station. Empty: as usual for its kind."),
    )
    most_airings = models.PositiveSmallIntegerField(
        _("most airings"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("At one station. Empty: as usual for its kind."),
    )
    levels = LevelsField(
        _("levels it may air at"),
        default=list,
        blank=True,
        help_text=_("None chosen: every level."),
    )
    areas = ParentalManyToManyField(
        Area,
        verbose_name=_("areas it may air in"),
        related_name="+",
        blank=True,
        help_text=_("None chosen: the whole province."),
    )

    dayparts = DaypartsField(
        _("times of day it may air at"),
        default=list,
        blank=True,
        help_text=_("Such as 06:00-08:30, 18:00-20:00. Empty: at any time."),
    )
    serial = models.CharField(
        _("serial"),
        max_length=150,
        blank=True,
        help_text=_("The same name for all its episodes: stations air them in their order."),
    )
    episode = models.PositiveSmallIntegerField(
        _("episode"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    # Page's own, which has no types.
    slug: str
    # The keys of the comments and answers it was loaded with, where it was loaded to be edited.
    comments_known: set[int] | None = None
    answers_known: set[int] = set()

    # Title, summary and author without marks, so that "dak lak" finds "Đắk Lắk".
    folded = models.TextField(editable=False, default="")

    is_creatable = False
    base_form_class = ItemForm
    parent_page_types = ["cms.Newsroom"]
    subpage_types: list[str] = []
    preview_modes = [("", _("Reading copy"))]
    show_in_menus_default = False

    search_fields = [
        *Page.search_fields,
        index.SearchField("folded"),
        index.AutocompleteField("folded"),
        index.FilterField("language_id"),
        index.FilterField("supplying_body_id"),
        index.FilterField("priority"),
    ]

    # What the editor shows of a kind beside its title, summary and recording.
    text_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = pgettext_lazy("content", "item")
        verbose_name_plural = pgettext_lazy("content", "items")
        permissions = [
            ("withdraw_item", _("Withdraw cleared items")),
            ("correct_item", _("Open cleared items for correction")),
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.folded = folded(f"{self.title} {self.summary} {self.author}")
        keep_comments(self)
        return super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        revised = super().with_content_json(content)
        note_comments(revised)
        return revised

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug and self.title:
            # Django's own slugify drops Đ: "Đắk Lắk" would become "ak-lak".
            base = slugify(anyascii(self.title))[:200] or "tin-bai"
            parent = self.get_parent() if self.path else None
            self.slug = self._get_autogenerated_slug(base) if parent else base
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors = self.bulletin_errors()
        if self.deadline and self.priority == Priority.NORMAL:
            errors["deadline"] = _(
                "Only a priority item has a deadline: change its priority or remove the deadline."
            )
        if self.air_from and self.air_until and self.air_from >= self.air_until:
            errors["air_until"] = _("The airing window must end after it begins.")
        if bool(self.serial.strip()) != (self.episode is not None):
            errors["episode"] = _(
                "A serial has a name and each of its episodes a number: give both, or neither."
            )
        if self.version_of_id and self.version_of_id == self.pk:
            errors["version_of"] = _("An item cannot be a version of itself.")
        if self.derived_from_id and self.derived_from_id == self.pk:
            errors["derived_from"] = _("An item cannot be made from itself.")
        recording = self.recording
        if recording and recording.refused:
            errors["recording"] = _(
                "This file was refused: open it to see why, then upload another."
            )
        elif recording and recording.purged_at:
            errors["recording"] = _(
                "This file is no longer kept: upload it again, or choose another."
            )
        elif recording and recording.kind and recording.kind != self.RECORDING_KIND:
            errors["recording"] = _("This item needs another kind of file: %(wanted)s.") % {
                "wanted": self.RECORDING_KIND.label
            }
        if errors:
            raise ValidationError(errors)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Make a new revision where the row to overwrite is evidence of a review."""
        revision = kwargs.get("overwrite_revision")
        if revision is not None and self._is_evidence(revision):
            kwargs["overwrite_revision"] = None
        revision = super().save_revision(*args, **kwargs)
        if self.recording_id:
            hold(
                assets=[self.recording_id],
                until=revision.created_at + timedelta(days=settings.LOA_DRAFT_KEPT_DAYS),
                reason=HoldReason.DRAFT,
                key=str(self.pk),
            )
        return revision

    def get_lock(self) -> Any:
        """Return Wagtail's own lock, or the one on what is cleared and not to be corrected."""
        from .correction import ClearedLock, is_closed  # noqa: PLC0415 - it needs this model first

        return super().get_lock() or (ClearedLock(self) if is_closed(self) else None)

    def _is_evidence(self, revision: Revision) -> bool:
        from .clearance import Approval, Clearance  # noqa: PLC0415 - they need this model first

        return (
            self.live_revision_id == revision.pk
            or revision.task_states.exists()
            or Approval.objects.filter(revision=revision).exists()
            or Clearance.objects.filter(revision=revision).exists()
        )

    def get_workflow(self) -> Workflow | None:
        """Return the steps for the priority of the latest revision: that is what is submitted."""
        latest = self.get_latest_revision() if self.pk else None
        priority = latest.content.get("priority") if latest else self.priority
        return way_for(self.usual_workflow(), urgent=priority == Priority.URGENT)

    def usual_workflow(self) -> Workflow | None:
        return super().get_workflow()

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        del request, mode_name
        return "cms/item_preview.html"

    @property
    def kind_label(self) -> str:
        return str(self.specific_class._meta.verbose_name)  # noqa: SLF001 - Django's public-by-custom API
