from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from broadcast.actions.set_up import set_up


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Make the roles, the review and the lists that are missing; run it after migrate.")

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        set_up()
