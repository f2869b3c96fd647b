from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Items")

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs the apps
        from allauth.mfa.signals import authenticator_removed  # noqa: PLC0415 - the same
        from django_q.signals import post_execute, pre_execute  # noqa: PLC0415 - the same

        from cms import receivers  # noqa: PLC0415 - the same
        from cms.origin import begin_task, end_task  # noqa: PLC0415 - beside its like
        from cms.signing_in import noticing  # noqa: PLC0415 - needs the apps
        from cms.signing_in.second_factor import (  # noqa: PLC0415 - the same
            forget_removed_factor,
            pass_with_new_factor,
        )

        post_save.connect(
            pass_with_new_factor, sender=Authenticator, dispatch_uid="cms.second_factor"
        )
        authenticator_removed.connect(forget_removed_factor, dispatch_uid="cms.second_factor")
        receivers.connect()
        noticing.connect()
        pre_execute.connect(begin_task, dispatch_uid="cms.origin")
        post_execute.connect(end_task, dispatch_uid="cms.origin")
