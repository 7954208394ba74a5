"""How many examples a property is tried with: a third in every run, always the same; on demand all, new ones.

Set ``READER_EXAMPLES=all`` before work on what a property is about, and before a release.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

SHARE = 1.0 if os.environ.get("READER_EXAMPLES") == "all" else 0.3
"""The share of the examples that is tried."""


def examples(count: int, **more: Any) -> settings:
    """Settings for a property that is worth ``count`` examples; ``more`` are settings of hypothesis."""
    return settings(max_examples=max(10, round(SHARE * count)), **more)
