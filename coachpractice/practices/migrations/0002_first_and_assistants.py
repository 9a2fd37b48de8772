import uuid

import django.db.models.deletion
from django.db import migrations, models

import coachpractice.clock

ROLES = [("owner", "Owner"), ("coach", "Coach"), ("assistant", "Assistant")]


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]

    operations = [
        migrations.AddField("practice", "first", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "practice",
            models.UniqueConstraint(
                condition=models.Q(("first", True)), fields=("first",), name="one_first_practice"
            ),
        ),
        migrations.AlterField(
            "membership", "role", models.CharField(choices=ROLES, max_length=10)
        ),
        migrations.AlterField(
            "invitation",
            "role",
            models.CharField(choices=ROLES, default="coach", max_length=10),
        ),
        migrations.CreateModel(
            name="Assistance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=coachpractice.clock.now)),
                (
                    "assistant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assists",
                        to="practices.membership",
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assistances",
                        to="practices.membership",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.practice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assistant", "coach"), name="one_help_per_pair"
                    )
                ],
            },
        ),
    ]
