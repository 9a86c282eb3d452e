from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hoaxa_danvan.audit"
    verbose_name = "nhật ký"
