"""The log file: warnings, repairs and errors with tracebacks, for someone who investigates a failure."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import stat
from io import TextIOWrapper

from reader.config import Paths

_LARGE_LOG = 500_000
"""Bytes."""


class _LogFile(logging.FileHandler):
    """A log that is created with the first message and starts again when it has grown large.

    If it cannot be written, messages are dropped: reading goes on and the screen stays intact. It only writes
    to a regular file without other names, because a link may lead anywhere and a named pipe would block.
    """

    def _open(self) -> TextIOWrapper:
        self._paths.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        never = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | never, 0o600)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
                raise OSError(errno.EINVAL, "not a file of its own", self.baseFilename)
            if status.st_size > _LARGE_LOG:
                os.ftruncate(file, 0)
            return open(file, "a", encoding="utf-8")  # noqa: PTH123 (a descriptor)
        except BaseException:
            os.close(file)
            raise

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        super().__init__(paths.log, delay=True, encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Says nothing."""


def log_to(paths: Paths) -> None:
    """Sends warnings and errors to the log file. A second call switches to another file."""
    logger = logging.getLogger("reader")
    for handler in [handler for handler in logger.handlers if isinstance(handler, _LogFile)]:
        logger.removeHandler(handler)
        handler.close()
    handler = _LogFile(paths)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
