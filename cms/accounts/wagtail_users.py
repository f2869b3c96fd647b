from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's people and roles, with pages that tell the audit what they change."""

    default = False
    user_viewset = "cms.viewsets.people.PersonViewSet"
    group_viewset = "cms.viewsets.roles.RoleViewSet"
