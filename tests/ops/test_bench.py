"""`make bench`: what it prints; what it measures is too slow for here."""

import json
import sys

from bench import __main__ as bench

ROWS = [{"what": "báo cáo 3 trang", "pages": 3}, {"what": "60 kế hoạch", "per_second": 8.9}]


def run(monkeypatch, capsys, *options):
    monkeypatch.setattr(bench, "measured", lambda *, quick: iter(ROWS[: 1 if quick else 2]))
    monkeypatch.setattr(sys, "argv", ["bench", *options])
    bench.main()
    return capsys.readouterr().out


def test_one_table_has_every_column_and_leaves_empty_what_was_not_measured(monkeypatch, capsys):
    assert run(monkeypatch, capsys).splitlines() == [
        "what             pages  per_second",
        "báo cáo 3 trang      3            ",
        "60 kế hoạch                    8.9",
    ]


def test_machines_get_the_same_rows(monkeypatch, capsys):
    assert json.loads(run(monkeypatch, capsys, "--json", "--quick")) == ROWS[:1]
