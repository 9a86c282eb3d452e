"""PDFs as units upload them: looked through by a process of its own, and kept as they are."""

import subprocess
import sys
from pathlib import Path

PATIENCE = 30  # seconds; the process gives itself less
_INSPECTOR = Path(__file__).with_name("pdf_inspector.py")


def is_paper(head: bytes) -> bool:
    """Whether it begins as a PDF; one that hides further inside another kind of file is not taken."""
    return head.startswith(b"%PDF-")


def fault_of(content: bytes) -> str:
    """“encrypted”, “active” or “broken”; empty when the PDF is just a paper.

    A stranger's PDF may be made to crash its reader or to swell to any size, so it is read
    outside of the web server, with little memory and little time.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_INSPECTOR)], input=content, capture_output=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return "broken"
    verdict = done.stdout.decode("ascii", "replace").strip()
    if done.returncode != 0 or not verdict:
        return "broken"
    return "" if verdict == "fine" else verdict
