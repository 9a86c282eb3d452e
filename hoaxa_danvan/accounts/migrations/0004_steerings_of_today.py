"""The steering that stood before it had dates counts from the unit's own beginning."""

from django.db import migrations


def write_steerings(apps, schema_editor):
    unit, steering = apps.get_model("accounts", "Unit"), apps.get_model("accounts", "Steering")
    known = set(steering.objects.values_list("unit_id", flat=True))
    for row in unit.objects.exclude(steered_by=None).exclude(pk__in=known):
        steering.objects.create(unit=row, steered_by_id=row.steered_by_id, since=row.since, until=row.until)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_unit_changes")]

    operations = [migrations.RunPython(write_steerings, migrations.RunPython.noop)]
