from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoaxa_danvan.accounts.models import Unit, UnitKind, User
from hoaxa_danvan.lib.lists import SCREEN_ALONE, ChoiceColumn, ListTable
from hoaxa_danvan.lib.templatetags.look import tag


class UnitTable(ListTable):
    caption = "Đơn vị của xã"
    empty_title = "Chưa có đơn vị nào"

    on_demand = ("short_name", "code", "since")

    name = tables.Column("Đơn vị", linkify=True, order_by=("sort_key",))
    short_name = tables.Column("Tên gọn", orderable=False)
    code = tables.Column("Mã")
    kind = tables.Column("Khối", order_by=("kind__order", "sort_key"))
    steered_by = tables.Column("Đơn vị chỉ đạo", default="–", order_by=("steered_by__sort_key", "sort_key"))
    since = tables.Column("Có từ ngày")
    state = tables.Column("Tình trạng", empty_values=(), orderable=False)

    def render_steered_by(self, value: Unit) -> str:
        return value.label

    def render_state(self, record: Unit) -> str:
        if record.until:
            return tag(f"Đến {record.until:%d/%m/%Y}")
        return tag("Chờ xã xác nhận", "wait") if record.is_unconfirmed else tag("Đang hoạt động", "done")


class UnitKindTable(ListTable):
    caption = "Các khối đơn vị"
    empty_title = "Chưa có khối nào"

    name = tables.Column("Khối", order_by=("order",))
    manner = ChoiceColumn("Cách làm việc")
    block = tables.Column("Dòng trong báo cáo", orderable=False)
    unit_count = tables.Column("Đơn vị", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    change = tables.Column(
        "Việc", accessor="pk", orderable=False, attrs=SCREEN_ALONE, exclude_from_export=True
    )

    def render_change(self, record: UnitKind) -> SafeString:
        words = '<a href="{}">Sửa<span class="visually-hidden">: {}</span></a>'
        return format_html(words, reverse("accounts:unit-kind-change", args=[record.pk]), record)


class AccountTable(ListTable):
    caption = "Tài khoản"
    empty_title = "Chưa có tài khoản nào"

    on_demand = ("email", "phone", "created_at")

    full_name = tables.Column("Họ và tên", linkify=True, order_by=("sort_key",))
    username = tables.Column("Tên đăng nhập")
    email = tables.Column("Thư điện tử", orderable=False)
    phone = tables.Column("Điện thoại", orderable=False)
    posts = tables.Column("Đang giữ", empty_values=(), orderable=False)
    state = tables.Column("Tình trạng", empty_values=(), orderable=False)
    created_at = tables.Column("Cấp lúc")
    last_login = tables.Column("Đăng nhập gần nhất", default="Chưa đăng nhập")

    def render_posts(self, record: Any) -> str:
        rows = [(str(post),) for post in record.posts_now]
        return format_html_join(SafeString("<br>"), "{}", rows) if rows else "Chưa được phân công"

    def render_state(self, record: User) -> str:
        if not record.is_active:
            return tag("Đã khóa", "back")
        return tag("Chờ đổi mật khẩu", "wait") if record.must_change_password else tag("Hoạt động", "done")
