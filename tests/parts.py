"""What a test says when a part that it needs isn't on this machine."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing_part(reason: str) -> NoReturn:
    """Skip on a person's machine; fail where CI is set, whose machine must have every part."""
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(reason)
    pytest.fail(f"missing on this machine, and CI skips nothing: {reason}", pytrace=False)
