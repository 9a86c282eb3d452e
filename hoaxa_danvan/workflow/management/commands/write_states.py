from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hoaxa_danvan.workflow.states import PAGE, states_page


class Command(BaseCommand):
    help = "Write docs/states.md from the MOVES of the models; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if not PAGE.exists() or PAGE.read_text() != states_page():
                raise CommandError("docs/states.md is out of date: run manage.py write_states.")
        else:
            PAGE.write_text(states_page())
            self.stdout.write(f"= {PAGE}")
