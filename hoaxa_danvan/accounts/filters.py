from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from hoaxa_danvan.accounts.models import UNCONFIRMED, Appointment, Role, UnitKind
from hoaxa_danvan.lib.lists import ListFilter


class UnitFilter(ListFilter):
    STATES = (("existing", "Đang hoạt động"), ("unconfirmed", "Chờ xã xác nhận"), ("ended", "Đã kết thúc"))

    kind = django_filters.ModelChoiceFilter(
        label="Khối", queryset=UnitKind.objects.all(), empty_label="Mọi khối"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, empty_label="Mọi tình trạng", method="in_state"
    )

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        if value == "ended":
            return queryset.filter(until__lt=today)
        existing = queryset.filter(Q(until__isnull=True) | Q(until__gte=today))
        return existing.filter(certainty__in=UNCONFIRMED) if value == "unconfirmed" else existing


class AccountFilter(ListFilter):
    STATES = (("active", "Hoạt động"), ("issued", "Chờ đổi mật khẩu"), ("locked", "Đã khóa"))

    role = django_filters.ChoiceFilter(
        label="Vai trò", choices=Role.choices, empty_label="Mọi vai trò", method="in_role"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, empty_label="Mọi tình trạng", method="in_state"
    )

    def in_role(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        holders = Appointment.objects.current(timezone.localdate()).filter(role=value)
        return queryset.filter(pk__in=holders.values("person"))

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "locked":
            return queryset.filter(is_active=False)
        return queryset.filter(is_active=True, must_change_password=value == "issued")
