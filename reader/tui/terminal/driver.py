"""The terminal as the screen's driver: taken over, given back, handed to a shell for a while, or gone.

Textual has a driver of its own. This one replaces it because of what that one leaves to chance:

* A terminal that has closed ends the reader. Textual would read its end over and over again, and wait
  forever for room to write.
* The event loop handles signals between two of its steps. Textual's handlers write to the terminal
  at any moment, and take a second SIGCONT for a second start, after which the terminal
  stays raw.
* Being stopped by a shell (Ctrl+Z) stops the whole job, and being continued paints the whole screen, at
  the size that the terminal has by then.
* Floods are held back: see :mod:`reader.tui.terminal.incoming` and :mod:`reader.tui.terminal.limits`.

Where a platform has no such terminals (Windows), Textual's own driver is used.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from reader.tui.patches import repeats
from reader.tui.terminal.host import Host, TerminalTaken
from reader.tui.terminal.incoming import Incoming
from reader.tui.terminal.limits import InputLimits
from reader.tui.terminal.sizes import cell_size, terminal_size
from reader.tui.terminal.writer import TerminalWriter

if TYPE_CHECKING:
    from textual.app import App

_PATIENCE = 1.0
"""Seconds that a terminal gets to take the last output."""

_CHUNK = 1 << 16

_OURS = (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)
_ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)

# The alternate screen, all reports of the mouse, no cursor, reports of the focus, pastes told apart from
# keys, no wrapping of long lines; and the same off.
_SCREEN_ON, _SCREEN_OFF = "\x1b[?1049h", "\x1b[?1049l"
_MOUSE_ON = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"
_MOUSE_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
_MODES_ON = "\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
_MODES_OFF = "\x1b[?2004l\x1b[?7h"
_LAST_OFF = "\x1b[?25h\x1b[?1004l"
# https://sw.kovidgoyal.net/kitty/keyboard-protocol/: tell keys apart, report all, with their text.
_KEYS_ON, _KEYS_OFF = "\x1b[>25u", "\x1b[<u"
# Whether the terminal can show a picture at once; Apple's takes the question for text.
_ASK_FOR_SYNC = "\x1b[?2026$p"


class TerminalDriver(Driver):
    """Standard input and standard error as the screen; for an app that is a :class:`Host`."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert isinstance(app, Host)
        self._host: Host = app
        assert sys.__stdin__ is not None
        assert sys.__stderr__ is not None
        self._input = sys.__stdin__.fileno()
        self._output = sys.__stderr__.fileno()
        self._encoding = sys.__stderr__.encoding or "utf-8"
        self._size = size or terminal_size((self._input, self._output))
        self._cooked: list[Any] | None = None
        self._writer: TerminalWriter | None = None
        self._reader: threading.Thread | None = None
        self._wake: int | None = None
        self._on_the_way = 0
        self._limits = InputLimits()
        self._gone = False
        self.painted: Callable[[], None] = _nothing
        """Called when a frame has been written."""
        self.farewell: Callable[[], str] = _no_farewell
        """Gives what is written before the terminal is given back."""

    @property
    def can_suspend(self) -> bool:
        """The terminal can be handed to another program."""
        return True

    # --- taking over and giving back --------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Takes the terminal over."""
        self._handle_signals()
        self._take_over()

    def stop_application_mode(self) -> None:
        """Gives the terminal back as it was. Can be called again."""
        if not self._give_back():
            # It reads nothing: a message to it now would wait forever.
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._output)
            os.close(nothing)
        self._leave_signals(*_OURS, *_ENDING)

    def suspend_application_mode(self) -> None:
        """Gives the terminal to another program, which is waited for."""
        self._give_back()
        # Stopped and continued as it is; what its keys interrupt is the other program alone.
        self._leave_signals(*_OURS, signal.SIGINT, signal.SIGQUIT)
        for number in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ValueError):
                signal.signal(number, _do_nothing)

    def resume_application_mode(self) -> None:
        """Takes it back."""
        self._handle_signals(*_OURS)
        # What came meanwhile was for the other program; the loop has yet to look at it, in its next round.
        self._loop.call_soon(self._loop.call_soon, self._handle_signals)
        self._take_over()

    def _take_over(self) -> None:
        self._writer = TerminalWriter(
            self._output, self._encoding, self._from_thread(self._lost), self._from_thread(self._repaint)
        )
        # Another program has written to it, and what was painted meanwhile was not sent.
        repeats.forget(self._app.console)
        self._set_raw()
        self._write_modes()
        if not constants.DISABLE_KITTY_KEY:
            self.write(_KEYS_ON)
        if os.isatty(self._input) and os.environ.get("TERM_PROGRAM") != "Apple_Terminal":
            self.write(_ASK_FOR_SYNC)
        self._listen()
        self._tell_size()
        self._app.post_message(TerminalTaken())

    def _give_back(self) -> bool:
        """Gives the terminal back; False if it reads nothing, and so keeps the modes that it has."""
        self.disable_input()
        writer, self._writer = self._writer, None
        taken = True
        if writer is not None:
            mouse = _MOUSE_OFF if self._mouse else ""
            # The keyboard's modes belong to the alternate screen: they end before it does.
            keys = "" if constants.DISABLE_KITTY_KEY else _KEYS_OFF
            writer.write(f"{self.farewell()}{_MODES_OFF}{mouse}{keys}{_SCREEN_OFF}{_LAST_OFF}")
            taken = writer.close(_PATIENCE)
        if self._cooked is not None:
            with contextlib.suppress(termios.error):
                # What the mouse has reported since is no input for what reads next.
                termios.tcflush(self._input, termios.TCIFLUSH)
                termios.tcsetattr(self._input, termios.TCSANOW, self._cooked)
            self._cooked = None
        return taken

    def _write_modes(self) -> None:
        self.write(_SCREEN_ON + (_MOUSE_ON if self._mouse else "") + _MODES_ON)

    def disable_input(self) -> None:
        """Reads nothing more. Can be called again."""
        reader, self._reader = self._reader, None
        wake, self._wake = self._wake, None
        if wake is not None:
            os.close(wake)
        if reader is not None and reader is not threading.current_thread():
            reader.join(_PATIENCE)

    def close(self) -> None:
        """Everything has been given back by :meth:`stop_application_mode`."""

    def _set_raw(self) -> None:
        with contextlib.suppress(termios.error):
            attributes = termios.tcgetattr(self._input)
            if self._cooked is None:
                self._cooked = [*attributes[:6], list(attributes[6])]
            attributes[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            attributes[tty.IFLAG] &= ~(
                termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
            )
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self._input, termios.TCSANOW, attributes)

    # --- writing ----------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Writes to the terminal; what comes while another program has it is not written."""
        if self._writer is not None:
            self._writer.write(data)

    def flush(self) -> None:
        """Textual has written a frame."""
        self.painted()

    def write_whole(self, data: str) -> None:
        """Writes what must not be left out, however slow the terminal is; see :attr:`waiting`."""
        if self._writer is not None:
            self._writer.write(data, whole=True)

    @property
    def waiting(self) -> int:
        """How many characters wait to be written."""
        return 0 if self._writer is None else self._writer.waiting

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in pixels, as the system knows them; (0, 0) if it does not."""
        return cell_size(self._output)

    @property
    def is_terminal(self) -> bool:
        """Whether someone is there who can answer."""
        return os.isatty(self._input) and os.isatty(self._output)

    def _repaint(self) -> None:
        """Paints the whole screen again."""
        repeats.forget(self._app.console)
        self._app.refresh(layout=True)

    def _tell_size(self) -> None:
        size = Size(*terminal_size((self._input, self._output)))
        self._app.post_message(events.Resize(size, size))

    # --- reading ----------------------------------------------------------------------------------

    def _listen(self) -> None:
        waking, self._wake = os.pipe()
        self._reader = threading.Thread(target=self._read, args=(waking,), name="terminal-input", daemon=True)
        self._reader.start()

    def _read(self, waking: int) -> None:
        """Reads until the terminal, or the other end of ``waking``, is closed."""
        incoming = Incoming(self._host.keys_with_alt())
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        lost = False
        try:
            while not lost:
                patience = constants.ESCAPE_DELAY if incoming.waits else None
                ready, _, _ = select.select([self._input, waking], [], [], patience)
                if waking in ready:
                    break
                if not ready:
                    messages = incoming.pause()
                elif data := self._take():
                    messages = incoming.feed(decode(data))
                else:
                    lost = data is not None
                    continue
                for message in messages:
                    self.process_message(message)
        finally:
            os.close(waking)
        if lost:
            self._from_thread(self._lost)()

    def _take(self) -> bytes | None:
        """The bytes read; b"" at the end of the terminal, None if there was nothing to read after all."""
        try:
            return os.read(self._input, _CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            # How Linux says that the other end of a terminal is closed.
            return b""

    def send_message(self, message: Message) -> None:
        """Hands a message to the app, on the input's thread; what nobody can have meant is left out.

        Where messages are not dealt with as fast as they come, the mouse's ways are the first to go, so that
        keys come through.
        """
        waiting = self._on_the_way + self._app.message_queue_size + self._host.keys_waiting()
        if self._limits.too_much(message, waiting):
            return
        self._on_the_way += 1
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._arrive, message)

    def _arrive(self, message: Message) -> None:
        self._on_the_way -= 1
        self._app.post_message(message)

    # --- the terminal is gone -----------------------------------------------------------------------

    def _from_thread(self, call: Callable[[], None]) -> Callable[[], None]:
        def hand_over() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(call)

        return hand_over

    def _lost(self) -> None:
        if not self._gone:
            self._gone = True
            self._host.terminal_gone()

    # --- signals and shells -------------------------------------------------------------------------

    def _handle_signals(self, *numbers: int) -> None:
        """Handles these signals, or all that end or stop the program."""
        handlers: list[tuple[int, Callable[[], None]]] = [
            (signal.SIGWINCH, self._tell_size),
            (signal.SIGTSTP, lambda: self._host.asked_to_stop(False)),
            (signal.SIGCONT, self._continued),
            *((number, partial(self._host.asked_to_end, number)) for number in _ENDING),
        ]
        for number, handler in handlers:
            # What starts a program so that it outlives its terminal (nohup) means it.
            if number in (numbers or (number,)) and signal.getsignal(number) != signal.SIG_IGN:
                # Not in a thread other than the main one.
                with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                    self._loop.add_signal_handler(number, handler)

    def _leave_signals(self, *numbers: int) -> None:
        for number in numbers:
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                self._loop.remove_signal_handler(number)

    def stop_process(self, group: bool = True) -> bool:
        """Gives the terminal back and stops, until a shell continues the program.

        Args:
            group: the whole job is stopped, as by a terminal's own Ctrl+Z; else this process alone.

        Returns:
            False if no shell started the program: nobody could continue it, so it was not stopped.
        """
        self._give_back()
        self._leave_signals(*_OURS)
        stopped = _stop(signal.SIGTSTP, 0 if group else os.getpid())
        self._wait_for_foreground()
        self.start_application_mode()
        self._repaint()
        return stopped

    def _wait_for_foreground(self) -> None:
        """Stops again if the program was continued without the terminal (``bg``)."""
        try:
            while os.tcgetpgrp(self._input) != os.getpgrp():
                # The same signal stops a program in the background that writes to the terminal.
                if not _stop(signal.SIGTTOU, os.getpid()):
                    return
        except OSError:
            return

    def _continued(self) -> None:
        """The program continues after a stop that it did not see: a shell has had the terminal since."""
        self._wait_for_foreground()
        self._set_raw()
        self._write_modes()
        self._tell_size()
        self._repaint()
        self._app.post_message(TerminalTaken())


def _no_farewell() -> str:
    return ""


def _nothing() -> None:
    """Nobody wants to know."""


def _stop(number: int, process: int) -> bool:
    """Sends a signal that stops; False if it did not: the system does not stop what nobody could continue."""
    continued: list[int] = []
    before = signal.signal(signal.SIGCONT, lambda number, _: continued.append(number))
    os.kill(process, number)
    signal.signal(signal.SIGCONT, before)
    return bool(continued)


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """A handler, for a signal that is ignored goes on to be so in the programs that are started."""
