"""Everything that is measured, as one table: `python -m bench [--quick] [--json]`.

A module of this package that has `rows(quick=…)` is run; each row says under `what` what it measured.
"""

import argparse
import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import bench


def measured(*, quick: bool) -> Iterator[dict[str, Any]]:
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name == "__main__":  # this one
            continue
        for row in import_module(f"bench.{module.name}").rows(quick=quick):
            print(f"  {row['what']}", file=sys.stderr, flush=True)
            yield row


def table(rows: list[dict[str, Any]]) -> str:
    """Every column that any row has; what a row did not measure stays empty."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    lines = [heads, *([str(row.get(head, "")) for head in heads] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Đo thời gian, bộ nhớ khi in văn bản.")
    parser.add_argument("--json", action="store_true", help="in số đo dạng JSON")
    parser.add_argument("--quick", action="store_true", help="bỏ những văn bản mất nhiều phút")
    options = parser.parse_args()
    rows = list(measured(quick=options.quick))
    print(json.dumps(rows, ensure_ascii=False, indent=2) if options.json else table(rows))


if __name__ == "__main__":
    main()
