"""Whatever ends the starter, or one of its programs, ends all of them and leaves no process."""

import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from tests.ops.processes import still_running
from tests.ops.starter import PROCESSES


@pytest.fixture
def starter(tmp_path):
    """A running starter with all its programs, in a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ops.starter", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    with process:
        yield process
        process.kill()


def programs_of(starter) -> list[psutil.Process]:
    return [psutil.Process(pid) for pid in json.loads(starter.stdout.readline())]


def test_programs_share_one_process_group_apart_from_the_starters(starter):
    programs = programs_of(starter)

    groups = {os.getpgid(program.pid) for program in programs}

    assert len(programs) == PROCESSES
    assert len(groups) == 1
    assert groups != {os.getpgid(starter.pid)}


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_ends_all_even_the_stubborn(starter, signum):
    programs = programs_of(starter)

    starter.send_signal(signum)

    assert starter.wait(timeout=30) == 0
    assert still_running(programs) == []


@pytest.mark.parametrize("victim", range(PROCESSES - 1))
def test_death_of_one_program_ends_all_and_says_which(starter, victim):
    programs = programs_of(starter)
    children = [program for program in programs if program.ppid() == starter.pid]

    children[victim].kill()

    assert starter.wait(timeout=30) == 1
    assert still_running(programs) == []
    assert (
        f"«{['sleeper', 'stubborn', 'parent'][victim]}» đã dừng ngoài ý muốn (mã -9)" in starter.stdout.read()
    )


def test_killing_the_starter_leaves_no_process(starter):
    programs = programs_of(starter)

    starter.kill()

    assert starter.wait(timeout=30) == -signal.SIGKILL
    assert still_running(programs) == []


def test_killing_its_whole_group_leaves_no_process(starter):
    programs = programs_of(starter)

    os.killpg(starter.pid, signal.SIGKILL)

    starter.wait(timeout=30)
    assert still_running(programs) == []


def test_log_of_the_last_start_is_kept_beside_the_new_one(tmp_path):
    (tmp_path / "sleeper.log").write_text("trước")

    with subprocess.Popen(
        [sys.executable, "-m", "tests.ops.starter", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        process.terminate()

    assert (tmp_path / "sleeper.1.log").read_text() == "trước"
    assert (tmp_path / "sleeper.log").read_text() == ""
