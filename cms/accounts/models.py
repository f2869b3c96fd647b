"""The user model, alone: beside page models it makes the first `migrate` circular."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable


class UserQuerySet(models.QuerySet["User"]):
    """Changes rows one by one, so that who watches accounts (`cms.receivers`) sees each.

    Wagtail's bulk action switches accounts off with one `update`, which no signal tells of.
    """

    def update(self, **values: Any) -> int:
        if not User.WATCHED & values.keys():
            return super().update(**values)
        with transaction.atomic(using=self.db):
            people = list(self.select_for_update())
            for person in people:
                for name, value in values.items():
                    setattr(person, name, value)
                person.save(update_fields=list(values))
        return len(people)

    def bulk_create(self, objs: Iterable[User], *_args: Any, **_options: Any) -> list[User]:
        people = list(objs)
        with transaction.atomic(using=self.db):
            for person in people:
                person.save(force_insert=True)
        return people


class People(UserManager["User"]):
    use_in_migrations = False

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)


class User(AbstractUser):
    """A person who signs in. Names are kept and shown the Vietnamese way, family name first."""

    # What the audit tells of an account, but for the password itself.
    WATCHED = frozenset({"is_active", "is_superuser", "is_staff", "password", "username", "email"})

    objects: ClassVar[UserManager[User]] = People()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and what receivers write about it, or neither."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    def __str__(self) -> str:
        return self.get_full_name() or self.username
