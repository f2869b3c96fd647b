"""Refuse overlapping slots of a station and overlapping placements of a slot, in the database.

PostgreSQL has exclusion constraints for it, deferred so that a day can be
rearranged inside one transaction; SQLite gets triggers that refuse at once. In
`Meta.constraints` the first would break `migrate` on SQLite.
"""

from django.db import migrations

POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE broadcast_slot ADD CONSTRAINT slot_no_overlap
       EXCLUDE USING gist (station_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
       WHERE (cancelled_at IS NULL) DEFERRABLE INITIALLY DEFERRED""",
    """ALTER TABLE broadcast_placement ADD CONSTRAINT placement_no_overlap
       EXCLUDE USING gist (slot_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
       DEFERRABLE INITIALLY DEFERRED""",
]
POSTGRES_BACK = [
    "ALTER TABLE broadcast_placement DROP CONSTRAINT placement_no_overlap",
    "ALTER TABLE broadcast_slot DROP CONSTRAINT slot_no_overlap",
]

SLOT_OVERLAPS = """
    SELECT RAISE(ABORT, 'slot_no_overlap') WHERE NEW.cancelled_at IS NULL AND EXISTS (
        SELECT 1 FROM broadcast_slot other
        WHERE other.station_id = NEW.station_id AND other.id IS NOT NEW.id
          AND other.cancelled_at IS NULL
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at);
"""
PLACEMENT_OVERLAPS = """
    SELECT RAISE(ABORT, 'placement_no_overlap') WHERE EXISTS (
        SELECT 1 FROM broadcast_placement other
        WHERE other.slot_id = NEW.slot_id AND other.id IS NOT NEW.id
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at);
"""


def _trigger(table: str, moment: str, body: str) -> str:
    name = f"{table}_no_overlap_{moment.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW BEGIN {body} END"


SQLITE = [
    _trigger(table, moment, body)
    for table, body in (
        ("broadcast_slot", SLOT_OVERLAPS),
        ("broadcast_placement", PLACEMENT_OVERLAPS),
    )
    for moment in ("INSERT", "UPDATE")
]
SQLITE_BACK = [
    f"DROP TRIGGER {table}_no_overlap_{moment}"
    for table in ("broadcast_slot", "broadcast_placement")
    for moment in ("insert", "update")
]


def _run(schema_editor, postgres, sqlite):
    statements = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def backwards(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("broadcast", "0002_airtime")]

    operations = [migrations.RunPython(forwards, backwards)]
