"""What every page's frame needs: who acts, where one may go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, UNIT_ROLES, Role

MEMBERS = UNIT_ROLES | OFFICE_ROLES
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None


# label, name of the URL, who sees it
NAVIGATION = (
    ("Việc của tôi", "home:tasks", EVERYONE),
    ("Kế hoạch", "campaigns:plan-list", MEMBERS),
    ("Mô hình", "models_registry:entry-list", MEMBERS | COUNCIL_ROLES | {Role.PANEL_MEMBER}),
    ("Khen thưởng", "awards:round-list", EVERYONE - {Role.ADMINISTRATOR}),
    ("Báo cáo", "reports:period-list", MEMBERS),
    ("Văn bản", "documents:paper-list", MEMBERS | COUNCIL_ROLES | {Role.PANEL_MEMBER}),
    ("Tổng quan", "reports:dashboard", OFFICE_ROLES),
    ("Năm, thời hạn", "campaigns:year-list", OFFICE_ROLES | {Role.ADMINISTRATOR}),
    ("Tiêu chí", "scoring:rubric-list", EVERYONE),
    (
        "Thư đã gửi",
        "notifications:mail-list",
        frozenset({Role.REVIEWER, Role.HEAD_REVIEWER, Role.ADMINISTRATOR}),
    ),
    ("Mẫu văn bản", "documents:stationery-list", frozenset({Role.ADMINISTRATOR})),
    ("Quản trị", "accounts:unit-list", frozenset({Role.ADMINISTRATOR})),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    acting = getattr(request, "acting", None)
    return {
        "acting": acting,
        "appointments": getattr(request, "appointments", []),
        "person": request.user if acting else None,
        "nav": list(navigation(request.path, acting.role)) if acting else [],
        "demo": settings.DEMO,
    }


def navigation(path: str, role: str) -> list[NavItem]:
    """Where this role may go; the page belongs to the entry whose address fits it most closely."""
    places = [(label, url) for label, name, roles in NAVIGATION if role in roles and (url := address(name))]
    here = max((url for _, url in places if path.startswith(url)), key=len, default="")
    return [NavItem(label, url, current=url == here) for label, url in places]


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
