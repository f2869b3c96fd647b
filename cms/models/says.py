"""How the words people type reach each database's own index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import BooleanField, F, Func

if TYPE_CHECKING:
    from cms.words import Wanted


class Says(Func):
    """Whether the item of that primary key says what is wanted, in its latest revision.

    Words reach the databases bare and split (`cms.words`), so nothing that was typed
    is ever read as query syntax, and both find the same.
    """

    output_field: ClassVar[Any] = BooleanField()

    def __init__(self, wanted: Wanted, of: str = "pk") -> None:
        self.wanted = wanted
        super().__init__(F(of))

    def as_sqlite(
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        del connection
        key, params = compiler.compile(self.source_expressions[0])
        inner = "SELECT rowid FROM cms_wording_index WHERE cms_wording_index MATCH %s"
        return f"{key} IN ({inner})", (*params, for_sqlite(self.wanted))

    def as_postgresql(
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        del connection
        key, params = compiler.compile(self.source_expressions[0])
        inner = "SELECT item_id FROM cms_wording WHERE words_index @@ %s::tsquery"
        return f"{key} IN ({inner})", (*params, for_postgres(self.wanted))


def for_sqlite(wanted: Wanted) -> str:
    """Return the query of FTS5: phrases in quotation marks, a beginning with its star."""
    phrases = [" ".join(phrase) for phrase in wanted.phrases]
    whole = [f'"{words}"' for words in (*phrases, *wanted.words)]
    return " AND ".join([*whole, f'"{wanted.begun}"*'] if wanted.begun else whole)


def for_postgres(wanted: Wanted) -> str:
    phrases = [f"({' <-> '.join(_quoted(phrase))})" for phrase in wanted.phrases]
    whole = [*phrases, *_quoted(wanted.words)]
    return " & ".join([*whole, f"'{wanted.begun}':*"] if wanted.begun else whole)


def _quoted(words: tuple[str, ...]) -> list[str]:
    return [f"'{word}'" for word in words]
