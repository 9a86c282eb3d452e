"""Another kind of paper: what a consulted body is asked kindly, where a guided unit is urged."""

from django.db import migrations, models

KINDS = [
    ("campaign", "Kế hoạch của Ban Thường vụ"),
    ("guidance", "Hướng dẫn tiêu chí"),
    ("urging", "Công văn đôn đốc"),
    ("peer_urging", "Công văn kính đề nghị"),
    ("unit_plan", "Kế hoạch năm của đơn vị"),
    ("model_sheet", "Lý lịch mô hình"),
    ("achievement", "Báo cáo thành tích"),
    ("appraisal", "Báo cáo thẩm định"),
    ("minutes", "Biên bản họp Hội đồng"),
    ("count_minutes", "Biên bản kiểm phiếu"),
    ("proposal", "Tờ trình"),
    ("recognition", "Quyết định công nhận"),
    ("award", "Quyết định khen thưởng"),
    ("certificates", "Giấy khen, giấy chứng nhận"),
    ("aggregate_report", "Báo cáo của xã"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_officialpaper_search")]

    operations = [
        migrations.AlterField("document", "kind", models.CharField("loại", max_length=20, choices=KINDS)),
        migrations.AlterField(
            "officialpaper", "kind", models.CharField("loại văn bản", max_length=20, choices=KINDS)
        ),
    ]
