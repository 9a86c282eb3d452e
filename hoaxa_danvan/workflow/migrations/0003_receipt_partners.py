from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_steerings_of_today"),
        ("workflow", "0002_amendment"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="partners",
            field=models.ManyToManyField(related_name="+", to="accounts.unit", verbose_name="tính cho cả"),
        ),
    ]
