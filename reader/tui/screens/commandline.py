"""The command line, on the bottom line of the screen; above it how the word may go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from reader.text import display
from reader.tui.commandline.completing import Choice, Choices, Nameable, completions, path_at, quoted
from reader.tui.commandline.parsing import Call, Mistake, looks_like_path, parse, spot_at
from reader.tui.commandline.verbs import EVERYTHING, Verb
from reader.tui.screens.paths import PathLine
from reader.tui.screens.prompt import LONGEST
from reader.tui.widgets.line import LineInput


class BottomLine(PathLine):
    """A line at the bottom of the screen, with a sign before it."""

    sign = ":"
    DEFAULT_CSS = """
    BottomLine { background: transparent; align: left bottom; }
    BottomLine > Vertical { height: auto; width: 1fr; background: $surface; }
    BottomLine #offers { padding: 0 1; border-top: solid $panel; }
    BottomLine #said { height: auto; max-height: 3; padding: 0 1; color: $secondary; link-color: $secondary; }
    BottomLine #said.-wrong { color: $foreground; text-style: bold; }
    BottomLine Horizontal { height: 1; }
    BottomLine #sign { width: 2; padding: 0 0 0 1; color: $accent; text-style: bold; }
    BottomLine LineInput, BottomLine LineInput:focus { width: 1fr; background: $surface; }
    """

    def __init__(
        self, keymap: Mapping[str, str] | None = None, history: Sequence[str] = (), text: str = ""
    ) -> None:
        """``text`` is what stands in the line at first."""
        super().__init__(keymap, history)
        self._text = display(text)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="offers", markup=False)
            yield Static(self._help(), id="said", markup=False)
            with Horizontal():
                yield Static(self.sign, id="sign", markup=False)
                yield LineInput(self._text, compact=True, max_length=LONGEST, select_on_focus=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.say("")

    def _help(self) -> Content:
        """What is said of the line while nothing is wrong with it."""
        return self._hints(
            ("complete", "completes"), ("earlier", "earlier"), ("accept", "does it"), ("cancel", "cancels"),
            typing=True,
        )  # fmt: skip

    def say(self, words: str) -> None:
        said = self.query_one("#said", Static)
        said.set_class(bool(words), "-wrong")
        said.update(Content(display(words)) if words else self._help())


class CommandLine(BottomLine):
    """Takes a command; the result is its text. A mistake is said, and the line stays."""

    def __init__(
        self,
        known: Nameable,
        keymap: Mapping[str, str] | None = None,
        history: Sequence[str] = (),
        text: str = "",
        *,
        subjects: str = "",
        every: str = "",
    ) -> None:
        """``known``: what can be named.

        ``subjects`` names the articles that a command is about without a search, ``every`` those of the list.
        """
        super().__init__(keymap, history, text)
        self._known = known
        self._subjects = subjects
        self._every = every

    def know(self, known: Nameable) -> None:
        """What can be named by now."""
        self._known = known
        self._known_more()

    def _help(self) -> Content:
        verb = spot_at(self.line.value, len(self.line.value)).verb if self.is_mounted else None
        if verb is None:
            return super()._help()
        return Content(" · ".join(filter(None, (f"{verb.usage}: {verb.help}", self._about(verb)))))

    def _about(self, verb: Verb) -> str:
        """Which articles the command is about as it is typed; "" where that needs no saying."""
        if not any(one.subjects for one in verb.parameters):
            return ""
        asked = parse(self.line.value)
        query, file = (asked.of("QUERY"), asked.of("FILE")) if isinstance(asked, Call) else ("", "")
        if not query and (file == EVERYTHING or (":" in file and not looks_like_path(file))):
            # The file is still to come.
            query = file
        if query == EVERYTHING:
            return f"for {self._every}"
        return "for what the search finds" if query else f"for {self._subjects}"

    def offers(self, text: str, cursor: int) -> Choices:
        path = path_at(text, cursor)
        if path is None:
            return completions(text, cursor, self._known)
        if path.text == "~":
            return Choices(path.start, [Choice("~/")], "")
        folder = path.text[: path.text.rfind("/") + 1]
        found = [Choice(quoted(folder + name.text), name=name.text) for name in self.names(path.text)]
        return Choices(path.start, found, "")

    def wrong(self, text: str) -> str:
        asked = parse(text)
        return asked.words if isinstance(asked, Mistake) and text else ""


class PipeLine(BottomLine):
    """Takes the command that articles are given to."""

    sign = "|"

    def __init__(
        self,
        what: str,
        check: Callable[[str], str],
        keymap: Mapping[str, str] | None = None,
        history: Sequence[str] = (),
    ) -> None:
        """``what`` names the articles; ``check`` says what is wrong with a command, "" if nothing is."""
        self._what = what
        self._check = check
        super().__init__(keymap, history)

    def call_it(self, what: str) -> None:
        """What the articles are called."""
        self._what = what
        if self.is_mounted and not self.wrong(self.line.value):
            self.say("")

    def _help(self) -> Content:
        return Content(
            f"Gives {self._what} to a command, as Markdown. With ! before it, it gets the whole terminal."
        )

    def offers(self, text: str, cursor: int) -> Choices:
        return Choices(cursor)

    def wrong(self, text: str) -> str:
        return self._check(text) if text else ""
