"""Pictures of first pages; a register that can be searched, and terms that two people may edit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_numbers_papers_signed_copies"),
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="papernumber",
            name="search",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="term",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="phiên bản"),
        ),
        migrations.AlterField(
            model_name="numberseries",
            name="kind",
            field=models.CharField(blank=True, max_length=60, verbose_name="loại văn bản"),
        ),
        migrations.AlterField(
            model_name="stationery",
            name="content",
            field=models.JSONField(blank=True, verbose_name="nội dung"),
        ),
        migrations.CreateModel(
            name="FirstPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("picture", models.BinaryField(verbose_name="ảnh PNG")),
                ("width", models.PositiveIntegerField(verbose_name="rộng")),
                ("height", models.PositiveIntegerField(verbose_name="cao")),
                ("made_at", models.DateTimeField(verbose_name="làm xong lúc")),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="first_page", to="jobs.job"
                    ),
                ),
            ],
            options={
                "verbose_name": "trang đầu in thử",
                "verbose_name_plural": "trang đầu in thử",
            },
        ),
    ]
