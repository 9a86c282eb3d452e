"""Benchmarks of the portal, each run as `python -m bench.<name>`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoaxa_danvan.settings")
django.setup()
