"""Patches of Textual and Rich, one file for each.

Each file says what goes wrong without it and when it can go. Its ``applies`` checks at the start whether
Textual still is what the patch was made for; if not, the patch is left out, the log says so, and the reader
runs without it. Tests check that each patch is still needed.
"""

from __future__ import annotations

import logging
from types import ModuleType

from reader.tui.patches import cells, resizing

log = logging.getLogger(__name__)

TRIED = "8.2"
"""The minor version of Textual that the patches were tried on; pyproject.toml asks for no later one."""

PATCHES: tuple[ModuleType, ...] = (cells, resizing)
"""The patches of the whole process. :mod:`reader.tui.patches.parser` and :mod:`reader.tui.patches.repeats`
are used where our own driver drives a terminal."""


def apply_all() -> list[str]:
    """Applies the patches that still apply, once for the process; returns the names of the others."""
    left_out: list[str] = []
    for patch in PATCHES:
        if patch.applies():
            patch.apply()
        else:
            left_out.append(patch.__name__.rpartition(".")[2])
    if left_out:
        log.warning("Textual has changed; the reader runs without these patches: %s", ", ".join(left_out))
    return left_out
