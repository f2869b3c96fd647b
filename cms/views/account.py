"""A person's own page in the admin, without Wagtail's choice of mails: Loa sends its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import (
    AccountView,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)


def mail_field() -> forms.EmailField:
    """Return the field for an address that not everybody has: Wagtail wants one of each."""
    return forms.EmailField(
        required=False,
        label=_("Mail address"),
        help_text=_("Empty: notices come to the inbox alone."),
    )


class OwnNameForm(NameEmailForm):
    email = mail_field()


class OwnNamePanel(NameEmailSettingsPanel):
    form_class = OwnNameForm


@method_decorator(require_admin_access, name="dispatch")
class AccountPage(AccountView):
    def get_panels(self) -> list[Any]:
        replaced = {NotificationsSettingsPanel, NameEmailSettingsPanel}
        panels = [panel for panel in super().get_panels() if type(panel) not in replaced]
        own = OwnNamePanel(self.request, self.request.user, self.request.user.wagtail_userprofile)
        return [own, *panels]
