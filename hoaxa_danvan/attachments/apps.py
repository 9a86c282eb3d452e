from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "hoaxa_danvan.attachments"
    verbose_name = "minh chứng"
