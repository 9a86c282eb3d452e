from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "hoaxa_danvan.scoring"
    verbose_name = "chấm điểm"
