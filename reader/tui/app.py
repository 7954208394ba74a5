"""The app: themes, keymap, palette, and which library's main screen is shown. Nothing about articles."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from textual import constants, events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.keys import _character_to_key
from textual.screen import Screen

from reader.config import Paths, Settings, command
from reader.log import log_to
from reader.settings.declared import MEASURES
from reader.settings.found import InForce, SettingPath
from reader.tui.background.backend import Backend, serve
from reader.tui.background.clipboard import clipping, primary
from reader.tui.controllers.preferences import Preferences
from reader.tui.keys.actions import ACTIONS, bindings, first_key, keys_of, with_key
from reader.tui.keys.keyboard import Keyboard
from reader.tui.keys.layouts import latin
from reader.tui.patches import apply_all, parser, repeats
from reader.tui.screens.main import MainScreen
from reader.tui.terminal.graphics import Graphics
from reader.tui.terminal.incoming import TerminalAnswer
from reader.tui.themes import HIGHLIGHT_SIGNS, THEMES

log = logging.getLogger(__name__)


class ReaderApp(App[None]):
    """The reader on screen."""

    CSS_PATH = "reader.tcss"
    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        paths: Paths,
        settings: Settings | InForce | None = None,
        *,
        article: int | None = None,
        tour: bool = False,
        served: Callable[..., Backend] = serve,
    ) -> None:
        """Shows the user's library at ``paths``, or its tour; at ``article`` or where it was left.

        ``served`` gives the backend of a library, as :func:`~reader.tui.background.backend.serve` does.
        """
        # Textual would turn the colours of the terminal into black; the theme without colours is ours.
        no_color = os.environ.pop("NO_COLOR", None)
        super().__init__(driver_class=_driver())
        if no_color is not None:
            os.environ["NO_COLOR"] = no_color
        apply_all()
        self._paths = paths
        found = settings if isinstance(settings, InForce) else InForce(settings or Settings())
        self.preferences = Preferences(found, paths.settings, self._show_settings)
        self._keys = self.preferences.keys
        self._article = article
        self._touring = tour
        self._served = served
        self._leaving = False
        self.ended_by = 0
        """The signal that ended the app, 0 if none did."""
        self.parting: list[str] = []
        """Messages to print when the screen is gone."""
        self.keyboard = Keyboard(self)
        self.selected_text = ""
        """What was selected with the mouse last."""
        self.graphics = Graphics(self._pictures_changed)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(self.preferences.settings.theme)

    def _begin_with(self, theme: str) -> None:
        """Sets the first theme before any style is parsed; set the usual way, all would be parsed twice."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of ours that themes of Textual do not have."""
        return {**super().get_theme_variable_defaults(), **HIGHLIGHT_SIGNS}

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes that come from outside take their turn; see :mod:`reader.tui.keys.keyboard`."""
        if isinstance(event, events.Resize):
            # A terminal moves what it shows when its size changes.
            repeats.forget(self.console)
        if isinstance(event, events.Key | events.MouseEvent):
            for screen in self._main_screens()[-1:]:
                screen.acted()
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self.keyboard.keeps(event):
            target = self.keyboard.target
            if isinstance(event, events.Key):
                event = self._understood(event, target)
            await super().on_event(event)
            self.keyboard.follow(event, target)

    def _understood(self, event: events.Key, target: DOMNode) -> events.Key:
        """A key of a keyboard that is not Latin as the one in the same place, unless it types a text."""
        character = event.character or ""
        if (
            character.isascii()
            or target.check_consume_key(event.key, character)
            or event.key in self._bound()
        ):
            return event
        meant = latin(character)
        return events.Key(_character_to_key(meant), meant) if meant else event

    def _bound(self) -> dict[str, str]:
        """The keys that do something now, with what they do."""
        return {
            key: binding.description
            for _, bindings in reversed(self.screen._modal_binding_chain)
            for key, some in bindings.key_to_bindings.items()
            for binding in some
        }

    def on_key(self, event: events.Key) -> None:
        """A key that nothing has used. If nothing is bound to it either, this says which one was meant."""
        bound = self._bound()
        # The main screen has a line for it, sheets and some prompts have their frame.
        tell = getattr(self.screen, "tell", None) or getattr(self.screen, "say", None)
        if tell is not None and event.key not in bound:
            from reader.tui.keys.unknown import about_unknown

            tell(about_unknown(event.key, event.character, bound, first_key("help", self._keys)))

    def get_default_screen(self) -> Screen[Any]:
        """The main screen paints the first frame: nothing else is laid out or painted before it."""
        return self._main_screen(tour=self._touring, article=self._article)

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        if self.current_theme.ansi:
            # Set the usual way it would have told Textual that its colours are the terminal's.
            self.mutate_reactive(App.theme)
        if self.preferences.mistakes:
            self.call_after_refresh(self._complain)
        # Once the first frame is on its way: nobody waits for the answers.
        self.call_after_refresh(self._ask_terminal)

    def _main_screen(self, *, tour: bool, article: int | None = None) -> MainScreen:
        backend = self._served(self._paths, tour=tour)
        settings = self.preferences.in_force
        return MainScreen(
            backend,
            settings,
            self.keyboard,
            self.graphics,
            keep=self._keep,
            width=self.size.width,
            article=article,
        )

    def _complain(self) -> None:
        """Names the first mistake in the configuration file on the bottom line; the log has them all."""
        first, *others = [mistake.words for mistake in self.preferences.mistakes]
        for words in (first, *others):
            log.warning("config.toml: %s", words)
        more = f" (and {len(others)} more: '{command('config --check')}' names them)" if others else ""
        for screen in self._main_screens():
            screen.tell(f"config.toml: {first}{more}")

    def _show_settings(self, settings: Settings) -> None:
        """Settings have changed: colours, keys and layout follow at once."""
        if self.theme != settings.theme:
            self.theme = settings.theme
        self.set_keymap(self._keys)
        for screen in self._main_screens():
            screen.apply(settings)

    def _keep(self, changes: Mapping[SettingPath, Any]) -> None:
        """Changes settings by a key of the main screen: at once here, and in the configuration file."""
        self.run_worker(self._write_settings(self.preferences.change(changes)))

    async def _write_settings(self, writing: Awaitable[str]) -> None:
        if problem := await writing:
            for screen in self._main_screens():
                screen.tell(problem)

    # --- what the terminal says -----------------------------------------------------------------

    def keys_waiting(self) -> int:
        """How many keys have come and are not handled yet."""
        return self.keyboard.waiting

    def keys_with_alt(self) -> AbstractSet[str]:
        """The characters that are keys of their own when they come with Alt; the set follows the settings."""
        return self.preferences.with_alt

    async def _ask_terminal(self) -> None:
        self.run_worker(self.graphics.ask(self._driver))

    def on_terminal_answer(self, message: TerminalAnswer) -> None:
        """The terminal has answered a question."""
        self.graphics.answered(message.text)

    def on_terminal_taken(self) -> None:
        """The terminal has been taken over: what it kept for us may be gone."""
        self.graphics.taken()

    def _pictures_changed(self) -> None:
        """Pictures are to be shown in another way, or sent again."""
        for screen in self._main_screens():
            screen.pictures_changed()

    def action_redraw(self) -> None:
        """Paints the whole screen, whatever the terminal shows."""
        repeats.forget(self.console)
        self.graphics.taken()
        self.refresh(layout=True)

    def terminal_gone(self) -> None:
        """The terminal is gone."""
        self.asked_to_end(signal.SIGHUP)

    def asked_to_end(self, number: int) -> None:
        """A signal asks the reader to end. The second time it ends at once and saves nothing more."""
        if self.ended_by == number == signal.SIGHUP:
            # A terminal that closes is noticed twice: by the signal, and because nothing more can be read.
            return
        if self.ended_by:
            if self._driver is not None:
                self._driver.stop_application_mode()
            os._exit(128 + number)
        self.ended_by = number
        self.run_worker(self.action_quit())

    def asked_to_stop(self, group: bool) -> None:
        """A shell's signal, or Ctrl+Z, asks the reader to stop for a while."""
        self.run_worker(self._stop(group), exclusive=True, group="stop")

    async def action_suspend(self) -> None:
        """Ctrl+Z: back to the shell that started the reader."""
        self.asked_to_stop(True)

    async def _stop(self, group: bool) -> None:
        driver = self._driver
        if sys.platform == "win32":
            return
        from reader.tui.terminal.driver import TerminalDriver

        if not isinstance(driver, TerminalDriver):
            return
        screens = self._main_screens()
        for screen in screens:
            # A stopped program keeps its locks, and other programs would have to wait for it.
            await screen.rest()
        self.keyboard.forget()
        if not driver.stop_process(group):
            for screen in screens:
                screen.tell("There is no shell to go back to.")

    # --- screens --------------------------------------------------------------------------------

    def _main_screens(self) -> list[MainScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, MainScreen)]

    async def action_tour(self) -> None:
        """Goes to the tour, or back from it; the screen before it stays as it is."""
        screens = self._main_screens()
        if len(screens) > 1:
            await screens[-1].close()
            self.pop_screen()
        else:
            await self.push_screen(self._main_screen(tour=not self._touring))

    def action_settings(self) -> None:
        """The settings, to be changed."""
        from reader.tui.screens.settings import SettingsSheet

        self.push_screen(SettingsSheet(self.preferences))

    def action_theme(self) -> None:
        """The themes, to choose from."""
        from reader.tui.screens.themes import ThemeSheet

        def chosen(name: str | None) -> None:
            if name is not None:
                self.run_worker(self._keep_theme(name))

        self.push_screen(ThemeSheet(self.preferences), chosen)

    async def _keep_theme(self, name: str) -> None:
        problem = await self.preferences.change({("theme",): name})
        for screen in self._main_screens():
            screen.tell(problem or f"The colours are those of {name} from now on.")

    def action_text_width(self, by: int) -> None:
        """Makes the lines of text wider or narrower, for good."""
        screen = self._main_screens()[-1]
        now = self.preferences.settings.measure
        wanted = min(max((screen.text_measure if by < 0 else now) + by, MEASURES[0]), MEASURES[-1])
        screen.tell(f"Text width: {wanted} columns")
        if wanted != now:
            self.run_worker(self._keep_measure(self.preferences.change({("measure",): wanted})))

    async def _keep_measure(self, writing: Coroutine[Any, Any, str]) -> None:
        if problem := await writing:
            self._main_screens()[-1].tell(problem)

    async def action_quit(self) -> None:
        """Keeps the place, closes the library and leaves."""
        if not self._leaving:
            self._leaving = True
            for screen in self._main_screens():
                if lost := await screen.close():
                    self.parting.append(f"your place was not kept: {lost}")
            self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C with nothing selected to copy: people who press it want to leave."""
        words = with_key("quits", "quit", self._keys) or "The command palette has “Quit”."
        for screen in self._main_screens():
            screen.tell(words)

    def on_text_selected(self) -> None:
        """Something was selected with the mouse."""
        self.keep_selected(self.screen.get_selected_text() or "")

    def keep_selected(self, text: str) -> None:
        """The middle button pastes this text from now on, here and in the terminal; "" changes nothing."""
        if text and text != self.selected_text:
            self.selected_text = clipping(text)
            if self._driver is not None:
                self._driver.write(primary(self.selected_text))

    def copy_to_clipboard(self, text: str) -> None:
        """Like Textual's, but copies no more than terminals accept: some stop at once if there is more."""
        super().copy_to_clipboard(clipping(text))

    def _fatal_error(self) -> None:
        """Called by Textual when an uncaught error ends the app. Logs it, without its local variables."""
        log.exception("the screen has ended")
        self.parting.append(f"the screen has ended because of a mistake in the reader; see {self._paths.log}")
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: every action of the table that is useful there, and the themes."""
        for action in ACTIONS:
            if action.palette and "screen" in action.where:
                keys = " ".join(keys_of(action, self._keys))
                yield SystemCommand(action.help, f"Key: {keys}", self._calling(screen, action.call))
        yield SystemCommand("Quit", "Leave the reader", self.action_quit)

    @staticmethod
    def _calling(screen: Screen[Any], call: str) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await screen.run_action(call)

        return run


def _driver() -> type[Driver] | None:
    """What drives the terminal; None leaves that to Textual."""
    if sys.platform == "win32" or constants.DRIVER or not parser.usable():
        return None
    from reader.tui.terminal.driver import TerminalDriver

    if repeats.applies():
        repeats.apply()
    return TerminalDriver


def run_reader(
    paths: Paths,
    found: InForce,
    *,
    article: int | None = None,
    tour: bool = False,
    tell: Callable[[str], None] | None = None,
) -> int:
    """Runs the screen until the person quits; returns the exit code. ``tell`` prints messages after that.

    The caller may switch garbage collection off before importing this module: starting makes many objects and
    no garbage. The main screen switches it on when the first frame is painted.
    """
    log_to(paths)
    app = ReaderApp(paths, found, article=article, tour=tour)
    app.run(mouse=found.settings.mouse)
    for words in app.parting:
        if tell is not None:
            tell(words)
    # The way a shell reports that a signal has ended a program.
    return 128 + app.ended_by if app.ended_by else app.return_code or 0
