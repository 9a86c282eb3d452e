"""Receipts of joint plans that were sent before receipts named for whom they count."""

from django.db import migrations


def name_partners(apps, schema_editor):
    UnitPlan = apps.get_model("campaigns", "UnitPlan")
    Receipt = apps.get_model("workflow", "Receipt")
    for plan in UnitPlan.objects.filter(form="joint"):
        about = {"target_type__app_label": "campaigns", "target_type__model": "unitplan"}
        for receipt in Receipt.objects.filter(**about, target_id=plan.pk):
            receipt.partners.set(plan.joint_with.all())


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_inspections"),
        ("workflow", "0003_receipt_partners"),
    ]

    operations = [migrations.RunPython(name_partners, migrations.RunPython.noop, elidable=True)]
