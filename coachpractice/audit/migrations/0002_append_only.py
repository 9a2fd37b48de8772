"""The runtime role may add to the journal and change nothing in it (PostgreSQL only)."""

from django.conf import settings
from django.db import migrations

from coachpractice.audit.privileges import restrict


def restrict_runtime_role(apps, schema_editor):
    restrict(schema_editor.connection, settings.RUNTIME_ROLE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(restrict_runtime_role, migrations.RunPython.noop)]
