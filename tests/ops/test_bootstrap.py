"""Preparing a bare checkout: each thing once, nothing asked, and what is missing said in one line."""

import shutil
import struct

import pytest

from hoaxa_danvan.ops import bootstrap
from hoaxa_danvan.ops.bootstrap import Need, Refusal

PANGO = Need(("libpango-1.0-0",), lambda: False)
FONTS = Need(("fonts-liberation2", "fonts-liberation"), lambda: False)
THERE = Need(("make",), lambda: True)


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    """An empty checkout on a machine whose package lists know everything."""
    (tmp_path / "var").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "VAR", tmp_path / "var")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "succeeds", lambda *command: True)
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    """The package names that apt would have been asked for; it never has them."""
    asked = []
    monkeypatch.setattr(bootstrap, "becoming_root", list)
    monkeypatch.setattr(bootstrap, "apt_install", lambda as_root, names, missing: asked.append(names))
    return asked


def test_settings_are_written_once_with_a_key_of_their_own(checkout):
    bootstrap.write_env()
    first = (checkout / "var" / "env").read_text()
    bootstrap.write_env()

    lines = dict(line.split("=", 1) for line in first.splitlines() if not line.startswith("#"))
    assert len(lines.pop("SECRET_KEY")) > 60
    assert lines == {"DEMO": "True"}
    assert (checkout / "var" / "env").read_text() == first
    assert (checkout / "var" / "env").stat().st_mode & 0o777 == 0o600


def test_without_root_the_line_to_type_is_said_and_the_start_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "becoming_root", lambda: None)

    bootstrap.install_system_packages([PANGO, THERE, FONTS])

    assert capsys.readouterr().out == (
        "  Còn thiếu thư viện hệ thống. Gõ: sudo apt-get install -y libpango-1.0-0 fonts-liberation2\n"
    )


def test_what_could_not_be_installed_is_not_tried_at_every_start(installed):
    bootstrap.install_system_packages([PANGO])
    bootstrap.install_system_packages([PANGO])
    bootstrap.install_system_packages([PANGO, FONTS])

    assert installed == [["libpango-1.0-0"], ["libpango-1.0-0", "fonts-liberation2"]]


def test_nothing_is_done_where_nothing_is_missing(installed, capsys):
    bootstrap.install_system_packages([THERE])

    assert installed == []
    assert capsys.readouterr().out == ""


def test_a_package_that_goes_by_a_newer_name_is_found_by_it(monkeypatch):
    monkeypatch.setattr(bootstrap, "succeeds", lambda *command: command[-1] == "fonts-liberation")

    assert bootstrap.known_name(FONTS) == "fonts-liberation"


@pytest.mark.parametrize("version", [1.07, 2.1])
def test_the_version_of_a_font_is_read_from_the_file(tmp_path, version):
    font = tmp_path / "font.ttf"
    table = struct.pack(">4sIII", b"head", 0, 28, 54)
    font.write_bytes(
        b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + table + struct.pack(">ii", 0, int(version * 65536))
    )

    assert bootstrap.font_revision(font) == pytest.approx(version, abs=0.001)


@pytest.fixture
def pip_runs(monkeypatch):
    runs = []
    monkeypatch.setattr(bootstrap, "run_quietly", lambda *command, env=None: runs.append(command[-1]))
    return runs


def test_packages_are_installed_again_only_when_the_lock_changes(checkout, pip_runs):
    lock = checkout / "requirements.txt"
    for text in ("a==1", "a==1", "a==2"):
        lock.write_text(text)
        bootstrap.install_python_packages(lock)

    assert pip_runs == [str(lock)] * 2


def test_a_python_that_was_replaced_makes_a_new_environment(checkout, pip_runs, monkeypatch):
    lock = checkout / "requirements.txt"
    lock.write_text("a==1")
    bootstrap.install_python_packages(lock)
    bootstrap.PYTHON.symlink_to(shutil.which("sh"))
    monkeypatch.setattr(bootstrap, "succeeds", lambda *command: False)

    bootstrap.install_python_packages(lock)

    assert pip_runs == [str(lock), str(checkout / ".venv"), str(lock)]


def test_no_environment_can_be_made_without_the_package_and_the_line_is_said(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_ensurepip", lambda: False)

    with pytest.raises(
        Refusal, match=r"^Chưa có python3\.\d+-venv\. Gõ: sudo apt-get install -y python3\.\d+-venv$"
    ):
        bootstrap.make_venv()
