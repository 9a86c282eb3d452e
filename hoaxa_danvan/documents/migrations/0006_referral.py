"""Another kind of paper: what the Ban Thường vụ asks of the Chairman of the People's Committee."""

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
    ("referral", "Văn bản đề nghị khen thưởng"),
    ("certificates", "Giấy khen, giấy chứng nhận"),
    ("aggregate_report", "Báo cáo của xã"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_peer_urging")]

    operations = [
        migrations.AlterField("document", "kind", models.CharField("loại", max_length=20, choices=KINDS)),
        migrations.AlterField(
            "officialpaper", "kind", models.CharField("loại văn bản", max_length=20, choices=KINDS)
        ),
    ]
