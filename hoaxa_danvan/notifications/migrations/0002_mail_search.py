"""Mails are found with and without accents, those of yesterday too."""

from django.db import migrations, models

from hoaxa_danvan.lib.text import search_text


def fill(apps, schema_editor):
    Mail = apps.get_model("notifications", "Mail")
    for mail in Mail.objects.only("subject", "to").iterator():
        mail.search = search_text(mail.subject, mail.to)
        mail.save(update_fields=["search"])


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField("mail", "search", models.TextField(editable=False, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
