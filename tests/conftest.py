"""For all tests: the project's scripts, and the helpers beside this file, as modules."""

from __future__ import annotations

import sys
from pathlib import Path

# The scripts are no package: they also run alone, before the package is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
