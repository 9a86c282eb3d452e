"""Whom the decision that is being written is to name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("models_registry", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DecisionChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_outstanding", models.BooleanField(default=False, verbose_name="tiêu biểu")),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choice",
                        to="models_registry.assessment",
                        verbose_name="hồ sơ thẩm định",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên trong dự thảo quyết định",
                "verbose_name_plural": "tên trong dự thảo quyết định",
            },
        ),
    ]
