from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.actions.sessions import reset_second_factor

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Take the lost second step off an account, the only manager's for instance")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
        reset_second_factor(of=user, by=None, now=timezone.now())
        self.stdout.write(
            _("The second step of “%(name)s” is off; the next sign-in sets a new one up.")
            % {"name": username}
        )
