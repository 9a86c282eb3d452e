"""Keys by which dossiers are searched and sorted, filled for those that are there."""

from django.db import migrations, models

from hoaxa_danvan.lib.text import person_sort_key, search_text, sort_key


def fill(apps, schema_editor):
    Nomination = apps.get_model("awards", "Nomination")
    for row in Nomination.objects.select_related("entry", "unit").iterator():
        is_person = row.subject == "ca_nhan"
        name = row.recipient.partition(",")[0]
        row.sort_key = person_sort_key(name) if is_person else sort_key(row.recipient)
        row.search = search_text(row.recipient, row.entry.name, row.unit.name)
        row.save(update_fields=["sort_key", "search"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial"), ("models_registry", "0001_initial")]

    operations = [
        migrations.AddField(
            "nomination", "sort_key", models.CharField(max_length=500, editable=False, default="")
        ),
        migrations.AddField("nomination", "search", models.TextField(editable=False, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
