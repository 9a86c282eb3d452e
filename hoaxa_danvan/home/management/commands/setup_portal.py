from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.home import defaults
from hoaxa_danvan.home.demo import load_demo_people

# In this order: a unit needs its kind, an alias its unit, the plan its aliases, a person a unit.
PARTS = (
    ("khối đơn vị", defaults.load_kinds),
    ("đơn vị", defaults.load_units),
    ("lĩnh vực", defaults.load_sectors),
    ("bộ tiêu chí (bản mẫu)", defaults.load_rubrics),
    ("chỉ tiêu báo cáo", defaults.load_indicators),
    ("lịch nhắc việc", defaults.load_reminder_rules),
    ("câu góp ý thường dùng (bản đề xuất)", defaults.load_remarks),
    ("hình thức khen", defaults.load_award_titles),
    ("cách viết tên cơ quan", defaults.load_aliases_of_agencies),
    ("kế hoạch giai đoạn", defaults.load_plan),
)
DEMO_PARTS = (
    ("đơn vị mẫu", defaults.load_demo_units),
    ("tài khoản trình diễn", load_demo_people),
)


class Command(BaseCommand):
    help = "Nạp những gì cổng cần khi bắt đầu. Chạy lại chỉ thêm phần còn thiếu, không sửa gì đã có."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for label, load in (*PARTS, *(DEMO_PARTS if settings.DEMO else ())):
            with transaction.atomic():
                loaded = load(at=timezone.now())
            if verbosity:
                self.tell(label, loaded)
        administrators = Appointment.objects.current(timezone.localdate()).filter(role=Role.ADMINISTRATOR)
        if verbosity and not administrators.exists():
            self.stdout.write("Chưa có người quản trị. Gõ: manage.py issue_administrator TÊN_ĐĂNG_NHẬP")

    def tell(self, label: str, loaded: defaults.Loaded) -> None:
        if loaded.new:
            self.stdout.write(f"+ {loaded.new} {label}")
        if loaded.kept:
            self.stdout.write(f"= {loaded.kept} {label} đã có, giữ nguyên")
