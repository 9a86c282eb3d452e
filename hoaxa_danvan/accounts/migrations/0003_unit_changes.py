"""Who steers whom has dates; a merged unit has a successor; how a unit ended is on record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_unit_heading_profile"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="accounts.unit",
                verbose_name="đơn vị kế thừa",
            ),
        ),
        migrations.CreateModel(
            name="Steering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do, văn bản")),
                (
                    "steered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị chỉ đạo",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steerings",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "quan hệ chỉ đạo",
                "verbose_name_plural": "quan hệ chỉ đạo",
                "ordering": ("-since", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("unit",),
                        name="one_steering_unit_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="steering_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitEnding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merged", "Sáp nhập"), ("closed", "Kết thúc hoạt động")],
                        max_length=10,
                        verbose_name="cách kết thúc",
                    ),
                ),
                ("on", models.DateField(verbose_name="từ ngày")),
                ("paper", models.CharField(blank=True, max_length=300, verbose_name="văn bản")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("consequences", models.JSONField(default=list, verbose_name="hệ quả")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.appointment",
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="vào đơn vị",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết thúc đơn vị",
                "verbose_name_plural": "kết thúc đơn vị",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "merged"), ("successor__isnull", False)),
                            models.Q(("kind", "closed"), ("successor__isnull", True)),
                            _connector="OR",
                        ),
                        name="merged_unit_has_a_successor",
                    )
                ],
            },
        ),
    ]
