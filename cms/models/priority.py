"""How an item stands against others."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Priority(models.TextChoices):
    """Circular 39/2020: what a commune may choose, must place, must air at once."""

    NORMAL = "normal", _("normal")
    PRIORITY = "priority", pgettext_lazy("item priority", "priority")
    URGENT = "urgent", _("urgent")
