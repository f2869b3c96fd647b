"""What items are counted by: themes, conventions, supplying bodies, languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """One entry of a list that a manager keeps. An entry in use is retired, never deleted."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("name"), max_length=255)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        abstract = True
        ordering = ["sort_order", "title"]

    def __str__(self) -> str:
        return self.title


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Convention(Term):
    class Meta(Term.Meta):
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")


class SupplyingBody(Term):
    class Meta(Term.Meta):
        verbose_name = _("supplying body")
        verbose_name_plural = _("supplying bodies")


class Language(Term):
    """A language on air; its code is ISO 639 (vi, cjm Chăm, rog Raglai, en)."""

    translations_wanted = models.BooleanField(
        _("translations wanted"),
        default=False,
        help_text=_("Cleared items without a version in this language are listed as needing one."),
    )

    class Meta(Term.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")
