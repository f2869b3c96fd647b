"""The user model, alone: beside page models it makes the first `migrate` circular."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in. Names are kept and shown the Vietnamese way, family name first."""

    def get_full_name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    def __str__(self) -> str:
        return self.get_full_name() or self.username
