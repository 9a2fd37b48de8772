"""The wording that served an adult who pays for themself serves every kind of contract now. What
was frozen keeps the name it was signed under."""

from typing import Any

from django.db import migrations


def to_coaching(apps: Any, schema_editor: Any) -> None:
    _rename(apps, "bipartite", "coaching")


def to_bipartite(apps: Any, schema_editor: Any) -> None:
    _rename(apps, "coaching", "bipartite")


def _rename(apps: Any, old: str, new: str) -> None:
    apps.get_model("contracts", "Contract").objects.filter(template=old).update(template=new)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_sponsors_guardians_countries")]

    operations = [migrations.RunPython(to_coaching, to_bipartite)]
