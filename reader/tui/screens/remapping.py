"""Other keys for single actions: the next key that is pressed becomes the key of the selected one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.text import fit
from reader.tui.keys.action import Action
from reader.tui.keys.actions import ACTIONS, BY_NAME, bindings, keys_of, with_key
from reader.tui.keys.naming import key_name
from reader.tui.screens.overlay import Overlay
from reader.tui.screens.settings import ChangingSheet
from reader.tui.widgets.sheet_list import SheetList

_KEYS = 20
"""The cells of the keys of an action."""


class KeyAsk(Overlay[str]):
    """Takes one key, whatever it is; Esc ends it without one. The result is the key in Textual's spelling."""

    DEFAULT_CSS = """
    KeyAsk { background: transparent; align: left bottom; }
    KeyAsk > Static { width: 1fr; height: 1; padding: 0 1; background: $surface; color: $accent; }
    """

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action

    def compose(self) -> ComposeResult:
        # The help of an action is no sentence that could go on another one: "Shelves: inbox, unread …".
        yield Static(f"Press the key for “{self._action.help}” · Esc cancels", markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


class KeysSheet(ChangingSheet):
    """Every action with its keys. A key that another action has in the same place is not taken."""

    heading = "Keys"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "new key"),
        ("add_key", "one more"),
        ("reset_keys", "usual keys"),
        ("filter", "filters"),
        ("close", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings("keys")

    def lines(self) -> Sequence[Content]:
        return [self._line(action) for action in ACTIONS]

    def body(self) -> SheetList:
        sheet = SheetList(self.lines(), self.texts(), ranked=True)
        sheet.id = "sheet-body"
        return sheet

    def texts(self) -> Sequence[str]:
        return [
            f"{action.help} {action.name} {' '.join(keys_of(action, self._preferences.keys))}"
            for action in ACTIONS
        ]

    def _line(self, action: Action) -> Content:
        own = "* " if action.name in self._preferences.settings.keys else "  "
        keys = " ".join(keys_of(action, self._preferences.keys))
        return Content.assemble((own, "$accent"), (fit(keys, _KEYS), "bold"), f" {action.help}")

    def about(self, number: int) -> str:
        return f"Its name in the configuration file: {ACTIONS[number].name}. * marks keys of your own."

    def _selected(self) -> Action | None:
        number = self.choices.selected
        return None if number is None else ACTIONS[number]

    def action_choose(self) -> None:
        """Takes the next key in place of those that the action has."""
        self._ask(add=False)

    def action_add_key(self) -> None:
        """Takes the next key besides those that the action has."""
        self._ask(add=True)

    def action_reset_keys(self) -> None:
        """Brings the usual keys back."""
        if (action := self._selected()) is not None and action.name in self._preferences.settings.keys:
            if clash := self._preferences.clash(action=action.name):
                self.say(clash)
            else:
                self.change({("keys", action.name): None}, "The usual keys are back")

    def _ask(self, *, add: bool) -> None:
        action = self._selected()
        if action is None:
            return
        name = action.name

        def pressed(key: str | None) -> None:
            if key is None:
                return
            before = self._preferences.keys.get(name, BY_NAME[name].keys)
            keys = f"{before},{key}" if add and before else key
            if clash := self._preferences.clash(action=name, keys=keys):
                self.say(clash)
            else:
                back = with_key("brings the usual keys back", "reset_keys", self._keymap)
                self.change({("keys", name): keys}, " ".join(map(key_name, keys.split(","))), back)

        self.app.push_screen(KeyAsk(action), pressed)
