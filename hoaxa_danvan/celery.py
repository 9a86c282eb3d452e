"""Celery only wakes and runs: what is to be done stands in the `Job` table."""

import os

from celery import Celery
from kombu.transport.virtual import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoaxa_danvan.settings")

app = Celery("hoaxa_danvan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["hoaxa_danvan.jobs"])

# Celery puts unfinished messages back when it loses Redis, by a connection that is gone, and takes
# the error for the worker's end. Here a message holds nothing that the next sweep does not find.
Channel.do_restore = False
