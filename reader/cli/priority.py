"""An import of many files leaves the machine to whoever is working on it."""

from __future__ import annotations

import os
from collections.abc import Callable

from reader.model import Progress

MANY = 200
"""An import of so many files takes long enough to be in the way."""


def giving_way(show: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Wraps a function that shows progress: the process gets the lowest priority once there are many files.

    On Linux this applies to the disk as well, because the priority there follows that of the processor.
    """
    lowered = False

    def watched(progress: Progress) -> None:
        nonlocal lowered
        if not lowered and progress.total >= MANY:
            lowered = True
            if hasattr(os, "nice"):
                os.nice(19)
        show(progress)

    return watched
