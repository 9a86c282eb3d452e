from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "hoaxa_danvan.lib"
    verbose_name = "công cụ chung"
