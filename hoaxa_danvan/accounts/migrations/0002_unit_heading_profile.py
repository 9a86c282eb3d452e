"""A unit's papers may look otherwise than its kind's: the Đoàn among the organisations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="heading_profile",
            field=models.CharField("thể thức văn bản", max_length=30, blank=True),
        ),
    ]
