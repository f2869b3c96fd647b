from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BroadcastConfig(AppConfig):
    name = "broadcast"
    verbose_name = _("Broadcast")

    def ready(self) -> None:
        from broadcast.auditing import connect  # noqa: PLC0415 - needs the models
        from broadcast.receivers import recall_what_ended  # noqa: PLC0415 - needs the models
        from cms.signals import clearance_ended  # noqa: PLC0415 - loaded with its receiver

        clearance_ended.connect(recall_what_ended, dispatch_uid="broadcast.recall")
        connect()
