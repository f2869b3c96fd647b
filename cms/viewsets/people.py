"""Wagtail's pages for people, for a province where not everybody has a mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from cms.views.account import mail_field

if TYPE_CHECKING:
    from wagtail.users.forms import UserForm


class PersonCreationForm(UserCreationForm):
    email = mail_field()


class PersonEditForm(UserEditForm):
    email = mail_field()


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[UserForm]:  # noqa: FBT001, FBT002 - as Wagtail calls it
        return PersonEditForm if for_update else PersonCreationForm
