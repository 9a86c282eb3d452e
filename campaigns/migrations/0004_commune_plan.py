"""Amendments of the plan, one year's duties edited, updates of regular items, agencies by year."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_steerings_of_today"),
        ("campaigns", "0003_amendments"),
    ]

    operations = [
        migrations.AddField(
            model_name="itemagency",
            name="first_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="từ năm"),
        ),
        migrations.AddField(
            model_name="itemagency",
            name="last_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đến năm"),
        ),
        migrations.CreateModel(
            name="CampaignAmendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("signer", models.CharField(max_length=120, verbose_name="người ký")),
                ("office", models.CharField(blank=True, max_length=120, verbose_name="chức vụ người ký")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="áp dụng từ năm")),
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "sửa đổi, bổ sung",
                "verbose_name_plural": "sửa đổi, bổ sung",
                "ordering": ("issued_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DutyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Chủ trì"),
                            ("coordinating", "Phối hợp"),
                            ("implementing", "Thực hiện"),
                        ],
                        max_length=12,
                        verbose_name="vai trò trước",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Chủ trì"),
                            ("coordinating", "Phối hợp"),
                            ("implementing", "Thực hiện"),
                        ],
                        max_length=12,
                        verbose_name="vai trò sau",
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do")),
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
                    "campaign_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_changes",
                        to="campaigns.campaignyear",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_changes",
                        to="campaigns.contentitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_changes",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "điều chỉnh phân công",
                "verbose_name_plural": "điều chỉnh phân công",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ItemAmendment",
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
                        choices=[("changed", "Sửa đổi"), ("added", "Bổ sung"), ("ended", "Thôi thực hiện")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="campaigns.campaignamendment",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="campaigns.contentitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung được sửa đổi, bổ sung",
                "verbose_name_plural": "nội dung được sửa đổi, bổ sung",
                "ordering": ("item__order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ItemUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("q1", "Quý I"),
                            ("q2", "Quý II"),
                            ("q3", "Quý III"),
                            ("q4", "Quý IV"),
                            ("m01", "Tháng 1"),
                            ("m02", "Tháng 2"),
                            ("m03", "Tháng 3"),
                            ("m04", "Tháng 4"),
                            ("m05", "Tháng 5"),
                            ("m06", "Tháng 6"),
                            ("m07", "Tháng 7"),
                            ("m08", "Tháng 8"),
                            ("m09", "Tháng 9"),
                            ("m10", "Tháng 10"),
                            ("m11", "Tháng 11"),
                            ("m12", "Tháng 12"),
                        ],
                        max_length=3,
                        verbose_name="kỳ",
                    ),
                ),
                ("text", models.TextField(verbose_name="kết quả trong kỳ")),
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
                    "campaign_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_updates",
                        to="campaigns.campaignyear",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="campaigns.contentitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_updates",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "cập nhật nội dung thường xuyên",
                "verbose_name_plural": "cập nhật nội dung thường xuyên",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="campaignamendment",
            constraint=models.UniqueConstraint(
                fields=("campaign", "number"),
                name="one_amendment_per_number",
                violation_error_message="Đã có lần sửa đổi, bổ sung mang số này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutychange",
            constraint=models.CheckConstraint(
                condition=models.Q(("was", ""), ("role", ""), _connector="XOR"),
                name="duty_change_gives_or_takes_a_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemamendment",
            constraint=models.UniqueConstraint(
                fields=("amendment", "item"), name="one_change_per_item_and_amendment"
            ),
        ),
        migrations.AddIndex(
            model_name="itemupdate",
            index=models.Index(fields=["campaign_year", "unit"], name="item_update_of_unit_year"),
        ),
    ]
