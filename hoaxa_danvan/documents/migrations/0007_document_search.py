"""Documents are found with and without accents, those already made too."""

from django.db import migrations, models

from hoaxa_danvan.lib.text import search_text


def fill(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    for document in Document.objects.only("title", "number").iterator():
        document.search = search_text(document.title, document.number)
        document.save(update_fields=["search"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_referral")]

    operations = [
        migrations.AddField("document", "search", models.TextField(editable=False, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
