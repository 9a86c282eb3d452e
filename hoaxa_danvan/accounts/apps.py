from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hoaxa_danvan.accounts"
    verbose_name = "tài khoản, đơn vị"
