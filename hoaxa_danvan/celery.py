"""Celery only wakes and runs: what is to be done stands in the `Job` table."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoaxa_danvan.settings")

app = Celery("hoaxa_danvan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["hoaxa_danvan.jobs"])
