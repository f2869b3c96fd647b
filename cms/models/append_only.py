"""Rows that are written once and kept."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

ModelT = TypeVar("ModelT", bound=models.Model)


class AppendOnly(TypeError):
    """Raised where code tries to change or delete a row that is evidence."""


class AppendOnlyQuerySet(models.QuerySet[ModelT]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never updated")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never updated")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never deleted")


class AppendOnlyModel(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} rows are never updated")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{type(self).__name__} rows are never deleted")
