from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hoaxa_danvan.home"
    verbose_name = "trang chính"
