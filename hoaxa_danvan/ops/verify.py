"""Every check of the project, the quickest first: `make test`; the static ones alone: `make check`.

A red stage does not hold up the later ones, so one run shows all there is to mend. The last lines
say what was not run and why: skipped is not passed.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from xml.etree import ElementTree

from hoaxa_danvan.ops import engines
from hoaxa_danvan.ops.bootstrap import ROOT, VAR, Refusal, die_with_parent, held, say, seconds
from hoaxa_danvan.ops.supervisor import signal_group

RESULTS = VAR / "test"
NO_TESTS_COLLECTED = 5
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"
STATIC = {
    "ruff check": ["-m", "ruff", "check", "--quiet"],
    "ruff format": ["-m", "ruff", "format", "--check"],
    "djlint": ["-m", "djlint", "--lint", "--quiet", "templates"],
    "import-linter": ["-c", LINT_IMPORTS],
    "manage.py check": ["manage.py", "check"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "mypy": ["-m", "mypy"],
}


@dataclass(frozen=True)
class Stage:
    name: str
    command: list[str]
    env: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""  # why it cannot run here
    promised: bool = False  # it ought to run here, so not running is red
    report: Path | None = None  # where pytest writes what it did, as JUnit XML


@dataclass(frozen=True)
class Outcome:
    stage: Stage
    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def is_red(self) -> bool:
        return self.code not in {0, NO_TESTS_COLLECTED}

    @property
    def not_run(self) -> str:
        return self.stage.missing or ("chưa có bài nào" if self.code == NO_TESTS_COLLECTED else "")


def main(arguments: list[str]) -> int:
    with held(VAR / "test.lock"), ExitStack() as stack:
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir()
        stages = static_stages()
        if arguments != ["check"]:
            stages += pytest_stages(stack)
        outcomes = [run(stage) for stage in stages]
    summarise(outcomes)
    return int(any(outcome.is_red for outcome in outcomes))


# What there is to run ------------------------------------------------------------------------


def static_stages() -> list[Stage]:
    return [Stage(name, [sys.executable, *arguments]) for name, arguments in STATIC.items()]


def pytest_stages(stack: ExitStack) -> Iterator[Stage]:
    """Tests, then faults, then the browser; each on both pairs of engines."""
    pairs = [engines.sqlite(stack, RESULTS), engines.postgresql(RESULTS)]
    chromium = engines.find_chromium()
    for name, marks, options in (
        ("pytest", "not journey and not fault", ["-n", "auto", "--maxprocesses", "8"]),
        # Mostly waiting: a portal for each file, three files side by side.
        (
            "pytest fault",
            "fault",
            ["-n", "auto", "--maxprocesses", "3", "--dist", "loadfile", "tests/faults"],
        ),
        ("pytest journey", "journey", []),
    ):
        for pair in pairs:
            no_browser = "không có Chromium và không cài được" if marks == "journey" and not chromium else ""
            report = RESULTS / f"{name} {pair.name}.xml".replace(" ", "-")
            command = [sys.executable, "-m", "pytest", "-q", "-m", marks, *options, f"--junitxml={report}"]
            env = {**pair.env, "CHROMIUM": chromium or ""}
            missing = pair.missing or no_browser
            yield Stage(f"{name} · {pair.name}", command, env, missing, pair.promised, report)


# Running it ----------------------------------------------------------------------------------


def run(stage: Stage) -> Outcome:
    if stage.missing:
        return Outcome(stage, int(stage.promised), 0, failed=int(stage.promised))
    say(f"── {stage.name}")
    began = monotonic()
    code = run_to_its_end(stage)
    took = monotonic() - began
    passed, failed, skipped = count(stage.report) if stage.report else (0, 0, ())
    # A tool that is red, or pytest that broke down before its first test, is one failure.
    failed = failed or int(code not in {0, NO_TESTS_COLLECTED})
    outcome = Outcome(stage, code, took, passed, failed, skipped)
    say(f"   {verdict(outcome)}, {seconds(took)}")
    return outcome


def run_to_its_end(stage: Stage) -> int:
    """In a group of its own, so that whatever a stage left behind ends with it."""
    process = subprocess.Popen(
        stage.command,
        cwd=ROOT,
        env={**os.environ, **stage.env},
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=die_with_parent,
    )
    try:
        return process.wait()
    finally:
        signal_group(process.pid, signal.SIGKILL)


def count(report: Path) -> tuple[int, int, tuple[str, ...]]:
    """Tests passed, failed (or broken off), and the skipped ones with their reasons."""
    if not report.exists():
        return 0, 0, ()
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = {case: case.find("skipped") for case in cases if case not in failed}
    reasons = [
        f"{case.get('classname')}::{case.get('name')}: {mark.get('message')}"
        for case, mark in skipped.items()
        if mark is not None
    ]
    return len(cases) - len(failed) - len(reasons), len(failed), tuple(reasons)


# Telling it ----------------------------------------------------------------------------------


def verdict(outcome: Outcome) -> str:
    if outcome.not_run:
        return "KHÔNG CHẠY"
    word = "KHÔNG ĐẠT" if outcome.is_red else "đạt"
    if outcome.stage.report is None:
        return word
    return f"{word} ({outcome.passed} đạt, {outcome.failed} không đạt, {len(outcome.skipped)} bỏ qua)"


def summarise(outcomes: list[Outcome]) -> None:
    say("\nKết quả")
    for outcome in outcomes:
        say(f"  {outcome.stage.name:<38} {seconds(outcome.seconds):>12}  {verdict(outcome)}")
    say("\nKhông chạy")
    for line in not_run(outcomes) or ["không có: mọi phần đã chạy."]:
        say(f"  {line}")
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    say(f"\n{passed} passed, {failed} failed")


def not_run(outcomes: list[Outcome]) -> list[str]:
    lines = [f"{outcome.stage.name}: {outcome.not_run}" for outcome in outcomes if outcome.not_run]
    return lines + [f"{o.stage.name}: bỏ qua {reason}" for o in outcomes for reason in o.skipped]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nĐã dừng.")
