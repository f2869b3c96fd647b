from wagtail.admin.apps import WagtailAdminAppConfig


class AdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin with our notices in place of its mails.

    It connects its mails when it is ready, after `cms`: only from here can they be unplugged.
    """

    def ready(self) -> None:
        super().ready()
        from cms.workflow_receivers import connect  # noqa: PLC0415 - needs the models

        connect()
