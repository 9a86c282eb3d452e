"""What the commune may change ships as plain files in `<app>/defaults/`."""

from pathlib import Path
from typing import Any

import yaml
from django.apps import apps


def load_defaults(name: str) -> Any:
    """The content of a YAML file: `accounts/units.yaml` is units.yaml in the defaults of accounts."""
    return yaml.safe_load(read_defaults(name))


def read_defaults(name: str) -> bytes:
    """The file as it is, for what a reader of its own understands."""
    label, _, file = name.partition("/")
    return (Path(apps.get_app_config(label).path) / "defaults" / file).read_bytes()
