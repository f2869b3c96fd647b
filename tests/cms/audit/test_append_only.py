"""Once written, a record of the audit stays as it is: no path in the code, none past the ORM."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import Collector

from cms.models import AuditRecord
from cms.models.append_only import AppendOnly
from cms.models.audit import record
from tests.append_only import MIGRATION
from tests.conftest import NOW

if TYPE_CHECKING:
    from cms.accounts.models import User

ROOT = Path(__file__).resolve().parents[3]
# Where the table or its model may be named at all.
NAMED_IN = {
    f"cms/migrations/{MIGRATION.name}",
    "cms/models/__init__.py",
    "cms/models/audit.py",
    "cms/actions/set_up.py",
    "cms/people_hooks.py",
    "cms/reading_audit.py",
    "cms/views/audit.py",
}
CHANGING = {
    "update",
    "delete",
    "bulk_update",
    "update_or_create",
    "bulk_create",
    "_update",
    "_raw_delete",
    "raw",
    "execute",
}


@pytest.fixture
def row(lan: User) -> AuditRecord:
    return record("signed_in", about="lan", key="user:0", by=lan, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cms_auditrecord SET by_name = 'ai khác'",
        "UPDATE cms_auditrecord SET id = id",
        "DELETE FROM cms_auditrecord",
        "DELETE FROM cms_auditrecord WHERE id = (SELECT max(id) FROM cms_auditrecord)",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(row: AuditRecord, statement: str) -> None:
    before = list(AuditRecord.objects.values())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(AuditRecord.objects.values()) == before
    assert row.pk in {kept["id"] for kept in before}


def test_postgresql_refuses_to_empty_the_table(row: AuditRecord) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE cms_auditrecord")
    assert AuditRecord.objects.filter(pk=row.pk).exists()


def test_the_orm_refuses_it_too_and_past_the_orm_the_database(row: AuditRecord) -> None:
    row.about = "khác"
    rows = AuditRecord.objects.filter(pk=row.pk)
    for change in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(about="khác"),
        lambda: AuditRecord.objects.bulk_update([row], ["about"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    plain: models.QuerySet[AuditRecord] = models.QuerySet(AuditRecord).filter(pk=row.pk)
    for past in (
        lambda: plain.update(about="khác"),
        lambda: plain._raw_delete(plain.db),
        lambda: row.save_base(force_update=True),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            past()
    assert rows.get().about == "lan"


def test_no_deletion_of_anything_else_reaches_the_audit() -> None:
    """Neither by cascade nor by a key set to nothing: its one key is left alone."""
    (key,) = [field for field in AuditRecord._meta.fields if field.is_relation]
    assert key.remote_field is not None
    assert key.remote_field.on_delete is models.DO_NOTHING
    assert not key.db_constraint  # type: ignore[attr-defined] # a foreign key
    assert not AuditRecord._meta.related_objects


def test_a_person_who_is_deleted_stays_named(row: AuditRecord, lan: User) -> None:
    collector = Collector(using="default")
    collector.collect([lan])
    assert AuditRecord not in collector.data
    lan.delete()
    kept = AuditRecord.objects.get(pk=row.pk)
    assert (kept.by_id, kept.by_name) == (row.by_id, "lan (Đàng Thị Lan)")
    assert AuditRecord.objects.filter(kind="user_deleted", about="lan (Đàng Thị Lan)").exists()


def _sources() -> dict[str, str]:
    files = [
        path
        for folder in ("broadcast", "cms", "media", "tools", "bench")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(files) > 200
    return {str(path.relative_to(ROOT)): path.read_text() for path in files}


def test_no_code_path_changes_or_deletes_a_record() -> None:
    sources = _sources()
    naming = {name for name, text in sources.items() if "auditrecord" in text.lower()}
    assert naming <= NAMED_IN
    calls = {
        f"{name}: {ast.unparse(node)}"
        for name in naming - {f"cms/migrations/{MIGRATION.name}", "cms/actions/set_up.py"}
        for node in ast.walk(ast.parse(sources[name]))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGING
    }
    # The dictionaries of kinds and words.
    assert calls == {
        "cms/models/audit.py: KINDS.update(kinds)",
        "cms/models/audit.py: WORDS.update(words or {})",
    }


def test_a_later_migration_that_touches_the_table_makes_its_triggers_anew() -> None:
    """On SQLite a changed column rebuilds the table, and its triggers are lost without a word."""
    silent = [
        path.name
        for path in (ROOT / "cms" / "migrations").glob("0*.py")
        if "auditrecord" in path.read_text().lower() and "append-only" not in path.read_text()
    ]
    assert silent == []


def test_what_is_undone_leaves_no_record(lan: User) -> None:
    count = AuditRecord.objects.count()
    with transaction.atomic():
        lan.set_password("khác")
        lan.save()
        assert AuditRecord.objects.count() == count + 1
        transaction.set_rollback(True)
    assert AuditRecord.objects.count() == count


def test_an_account_is_not_changed_where_it_cannot_be_recorded(
    lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(AuditRecord, "save", full)
    lan.is_active = False
    with pytest.raises(OSError, match="disk full"):
        lan.save()
    assert type(lan).objects.get(pk=lan.pk).is_active
