"""The process that decodes pictures, started when the first is to be shown, and again after it has failed.

Whatever a picture does, it does to that process: it is given little memory and time, and when it does not
answer it is ended. See :mod:`reader.pictures.decoder`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from dataclasses import replace
from pathlib import Path

import reader
from reader.pictures.jobs import MOST_BYTES, PictureAnswer, PictureJob, answer_of

log = logging.getLogger(__name__)

START = (
    f"import sys; sys.path.append({str(Path(reader.__file__).parents[1])!r});"
    " from reader.pictures.decoder import main; main()"
)
"""Starts this same package; see :data:`reader.tui.background.indexing.START`."""

PATIENCE = 20.0
"""Seconds in which a picture is decoded: twice the time of computing that it gets, for a busy machine."""

IDLE = 60.0
"""Seconds after which a process that has nothing to do is ended."""


class CannotShow(Exception):
    """A picture cannot be shown; the words say why."""


class PictureDecoder:
    """Has pictures decoded, one after the other."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._ending: list[asyncio.subprocess.Process] = []
        self._closed = False

    async def decode(self, job: PictureJob, raw: bytes) -> tuple[bytes, int, int]:
        """A picture as a job wants it, with its width and height in pixels.

        Raises:
            CannotShow: it is damaged, too large, or of another kind.
        """
        if len(raw) > MOST_BYTES:
            raise CannotShow("its file is too large")
        async with self._turn:
            if self._closed:
                raise CannotShow("the reader is closing")
            if self._idle is not None:
                self._idle.cancel()
            try:
                async with asyncio.timeout(PATIENCE):
                    answer, made = await self._ask(replace(job, size=len(raw)), raw)
            except TimeoutError:
                self.stop()
                raise CannotShow("it takes too long to decode") from None
            except (OSError, ValueError, asyncio.IncompleteReadError) as error:
                # It was ended by the system: too much memory, or too much time.
                log.warning("the process that decodes pictures has ended: %r", error)
                self.stop()
                raise CannotShow("it takes too much memory or time") from None
            except BaseException:
                # An answer that nobody waits for would be taken for the next one.
                self.stop()
                raise
            self._idle = asyncio.get_running_loop().call_later(IDLE, self.stop)
        if answer.problem:
            raise CannotShow(answer.problem[:80])
        if job.form == "rgb" and len(made) != job.width * job.height * 3:
            raise CannotShow("it cannot be decoded")
        return made, answer.width, answer.height

    async def _ask(self, job: PictureJob, raw: bytes) -> tuple[PictureAnswer, bytes]:
        process = await self._running()
        if self._closed:
            raise CannotShow("the reader is closing")
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(job.line() + raw)
        await process.stdin.drain()
        line = await process.stdout.readline()
        answer = answer_of(line)
        return answer, await process.stdout.readexactly(answer.size)

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-P", "-c", START),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # A group of its own: the terminal's keys stop or interrupt only the screen.
                process_group=0,
            )
        return self._process

    def stop(self) -> None:
        """Ends the process; the next picture starts another one."""
        process, self._process = self._process, None
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if process is not None:
            self._ending = [one for one in self._ending if one.returncode is None] + [process]
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def close(self) -> None:
        """Ends the process for good, and waits for its end."""
        self._closed = True
        self.stop()
        async with self._turn:
            # Who was waiting for it has been told, or had just begun to start another one.
            self.stop()
        for process in self._ending:
            with contextlib.suppress(OSError, ValueError):
                # What it still wrote is read, so that its pipes are closed.
                await process.communicate()
