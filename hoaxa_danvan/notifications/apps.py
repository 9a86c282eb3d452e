from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "hoaxa_danvan.notifications"
    verbose_name = "thư"
