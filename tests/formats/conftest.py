"""Sample pages written for these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[1] / "data" / "pages"


@pytest.fixture
def sample() -> Callable[[str], str]:
    """The text of a sample page, by name."""

    def read(name: str) -> str:
        return (PAGES / f"{name}.txt").read_text(encoding="utf-8")

    return read
