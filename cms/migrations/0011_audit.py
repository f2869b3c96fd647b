"""The audit's table, whose rows the database itself refuses to change or to delete.

Triggers on both databases; on PostgreSQL emptying the table at once as well, which SQLite
does by deleting. A later migration that rebuilds the table on SQLite loses them and has to
make them anew.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "cms_auditrecord"
POSTGRES = [
    f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{TABLE} is append-only'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    f"""CREATE TRIGGER {TABLE}_row BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_all BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
]
POSTGRES_BACK = [
    f"DROP TRIGGER {TABLE}_row ON {TABLE}",
    f"DROP TRIGGER {TABLE}_all ON {TABLE}",
    f"DROP FUNCTION {TABLE}_refuse()",
]
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_{moment.lower()} BEFORE {moment} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"""
    for moment in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {TABLE}_update", f"DROP TRIGGER {TABLE}_delete"]


def statements(vendor, postgres, sqlite):
    return postgres if vendor == "postgresql" else sqlite


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, POSTGRES, SQLITE):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, POSTGRES_BACK, SQLITE_BACK):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0010_video"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                ("kind", models.CharField(db_index=True, max_length=40, verbose_name="what")),
                ("by_name", models.CharField(max_length=255, verbose_name="who")),
                ("about", models.CharField(max_length=255, verbose_name="of whom or what")),
                ("key", models.CharField(db_index=True, max_length=64)),
                ("detail", models.JSONField(default=dict)),
                ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                ("agent", models.CharField(max_length=255, verbose_name="browser")),
                ("folded", models.TextField(editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "audit record",
                "verbose_name_plural": "audit records",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
