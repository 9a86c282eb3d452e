"""Skipped is not passed, and not run is said with its reason."""

import pytest

from hoaxa_danvan.ops import verify
from hoaxa_danvan.ops.verify import Outcome, Stage

REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_good"/>
<testcase classname="tests.a" name="test_bad"><failure message="1 != 2"/></testcase>
<testcase classname="tests.a" name="test_broken"><error message="no fixture"/></testcase>
<testcase classname="tests.a" name="test_left_out"><skipped message="no tesseract"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(REPORT)
    return path


def stage(**options) -> Stage:
    return Stage("bước", ["true"], **options)


def test_each_test_is_counted_as_what_it_was(report):
    assert verify.count(report) == (1, 2, ("tests.a::test_left_out: no tesseract",))


def test_a_report_that_was_never_written_counts_nothing(tmp_path):
    assert verify.count(tmp_path / "none.xml") == (0, 0, ())


def test_a_tool_that_is_red_is_a_failure():
    outcome = verify.run(Stage("bước", ["false"]))

    assert (outcome.is_red, outcome.failed) == (True, 1)


def test_what_cannot_run_here_is_not_red_but_what_was_promised_is():
    assert not verify.run(stage(missing="không có")).is_red
    assert verify.run(stage(missing="không trả lời", promised=True)).is_red


def test_the_last_lines_say_what_was_not_run_and_why(capsys, report):
    verify.summarise(
        [
            Outcome(stage(), 0, 1.26),
            Outcome(
                stage(report=report), 1, 2, passed=3, failed=1, skipped=("tests.a::test_x: no tesseract",)
            ),
            Outcome(stage(missing="không có Chromium"), 0, 0),
            Outcome(stage(report=report), verify.NO_TESTS_COLLECTED, 0),
        ]
    )

    assert capsys.readouterr().out.splitlines()[-6:] == [
        "Không chạy",
        "  bước: không có Chromium",
        "  bước: chưa có bài nào",
        "  bước: bỏ qua tests.a::test_x: no tesseract",
        "",
        "3 passed, 1 failed",
    ]


def test_nothing_left_out_is_said_too(capsys):
    verify.summarise([Outcome(stage(), 0, 1)])

    assert "  không có: mọi phần đã chạy." in capsys.readouterr().out.splitlines()
