"""What a test says when a part that it needs isn't on this machine."""

from __future__ import annotations

import importlib
import os
from typing import Any, NoReturn

import pytest


def missing_part(reason: str) -> NoReturn:
    """Skip on a person's machine; fail where CI is set, whose machine must have every part."""
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(reason)
    pytest.fail(f"missing on this machine, and CI skips nothing: {reason}", pytrace=False)


def part(name: str) -> Any:
    """A package that only some tests need."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing_part(f"{name} isn't installed: `make test` installs it")
