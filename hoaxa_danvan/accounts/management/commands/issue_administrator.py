from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hoaxa_danvan.accounts.models import Role, Unit
from hoaxa_danvan.accounts.services import issue_account


class Command(BaseCommand):
    help = "Cấp tài khoản quản trị đầu tiên; mật khẩu in ra một lần và phải đổi khi đăng nhập."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="Quản trị cổng", help="họ và tên")
        parser.add_argument("--unit", default="van-phong-dang-uy", help="mã đơn vị")

    def handle(self, *args: Any, username: str, name: str, unit: str, **options: Any) -> None:
        home = Unit.objects.filter(code=unit).first()
        if home is None:
            raise CommandError(f"Không có đơn vị mang mã {unit}. Gõ trước: manage.py setup_portal")
        at = timezone.now()
        try:
            issued = issue_account(
                fields={"username": username, "full_name": name},
                unit=home,
                role=Role.ADMINISTRATOR,
                since=timezone.localdate(at),
                by=None,
                at=at,
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{issued.person.username}  {issued.password}")
