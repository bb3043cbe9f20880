"""Inside Pyodide: run tests with pytest itself and note how each one ended. Started by tests/test_pyodide.py.

Usage: python pyodide_suite.py OUTCOMES.json EXAMPLES WORDS_OF_PYTEST… SECONDS_OF_START
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import hypothesis
import pytest


class Outcomes:
    """How each test ended: passed, failed or skipped, with the words that tell why."""

    def __init__(self, examples: int) -> None:
        self.examples = examples
        self.ended: dict[str, list[Any]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            function = getattr(item, "function", None)
            chosen = getattr(function, "_hypothesis_internal_use_settings", None)
            if chosen is not None and function is not None:
                fewer = min(chosen.max_examples, self.examples)
                # Python runs here several times slower: the examples are fewer, what is asserted is the same.
                function._hypothesis_internal_use_settings = hypothesis.settings(
                    chosen,
                    max_examples=fewer,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(hypothesis.HealthCheck),
                )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.ended[report.nodeid] = ["failed", str(report.longrepr), 0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        before = self.ended.get(report.nodeid, ["passed", "", 0])
        worse = report.outcome if before[0] == "passed" else before[0]
        why = before[1] or ("" if report.passed else str(report.longrepr))
        self.ended[report.nodeid] = [worse, why, round(before[2] + report.duration, 2)]


def main() -> int:
    outcomes, examples, *words, started = sys.argv[1:]
    begin = time.perf_counter()
    noted = Outcomes(int(examples))
    status = pytest.main(
        ["-p", "no:cacheprovider", "-p", "no:faulthandler", "-q", "--no-header", "--tb=short", *words], [noted]
    )
    heavy = sorted({name.split(".")[0] for name in sys.modules} & {"numpy", "pandas", "scipy"})
    told = {
        "seconds": {**json.loads(started), "tests": time.perf_counter() - begin},
        "heavy": heavy,
        "ended": noted.ended,
    }
    Path(outcomes).write_text(json.dumps(told), encoding="utf-8")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
