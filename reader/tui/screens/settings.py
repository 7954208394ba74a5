"""The settings on screen: each change is to be seen at once, and goes into the configuration file."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, get_args

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from reader.settings.declared import BY_FIELD, DeclaredSetting, ListColumn
from reader.settings.found import SettingPath
from reader.text import display, fit
from reader.tui.controllers.preferences import Preferences
from reader.tui.keys.actions import bindings, toggle, with_key
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.sheets import ListSheet
from reader.tui.state import settings as state

_LABEL = 21
"""The cells of the names of the settings."""


class ChangingSheet(ListSheet[None]):
    """A sheet whose lines are changed in place. What became of a change stands on its frame."""

    DEFAULT_CSS = """
    ChangingSheet { align: right bottom; background: transparent; }
    ChangingSheet > #sheet { max-width: 68; margin-bottom: 1; }
    ChangingSheet #sheet-help { dock: bottom; height: 2; padding: 0 0 0 1; color: $secondary; }
    """

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences.keys)
        self._preferences = preferences

    def on_mount(self) -> None:
        self.query_one("#sheet").mount(Static("", id="sheet-help", markup=False))
        self.call_after_refresh(self._explain)

    def result(self, number: int) -> None:
        return None

    def about(self, number: int) -> str:
        """What is said below the list of the line with that number."""
        raise NotImplementedError

    def action_filter(self) -> None:
        # A sheet over another one would leave that in sight above it as it gets smaller.
        frame = self.query_one("#sheet")
        frame.styles.min_height = frame.outer_size.height
        super().action_filter()

    def action_close(self) -> None:
        self.query_one("#sheet").styles.min_height = None
        super().action_close()

    def texts(self) -> Sequence[str]:
        """For each line the text in which a filter looks; nothing: the line itself."""
        return ()

    def refresh_lines(self) -> None:
        """Shows the lines as they are now."""
        self.choices.show(self.lines(), self.texts())
        self._explain()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain()

    def _explain(self) -> None:
        number = self.choices.selected
        for about in self.query("#sheet-help").results(Static):
            about.update(display("" if number is None else self.about(number)))

    def change(self, changes: Mapping[SettingPath, Any], said: str, *back: str) -> None:
        """Shows changed settings, and writes them. ``said`` and ``back`` say what and how to take it back."""
        writing = self._preferences.change(changes)
        self.refresh_lines()
        self.say(display(" · ".join(filter(None, (said, *back)))))
        # The app's own, for the sheet may be closed before the disk is done.
        self.app.run_worker(self._write(writing))

    async def _write(self, writing: Coroutine[Any, Any, str]) -> None:
        problem = await writing
        if problem and self.is_attached:
            self.say(problem)


class SettingsSheet(ChangingSheet):
    """All settings, with their values."""

    heading = "Settings"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("setting_less", "less"),
        ("setting_more", "more"),
        ("choose", "chooses"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("settings"),
        toggle("settings", "close_by_opener"),
    ]

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences)
        self._shown = state.offered()

    def lines(self) -> Sequence[Content]:
        return [self._line(setting) for setting in self._shown]

    def _line(self, setting: DeclaredSetting) -> Content:
        value = display(state.in_words(setting, self._preferences.settings))
        around = ("‹ ", " ›") if state.can_step(setting) else ("  ", "")
        return Content.assemble((fit(setting.label, _LABEL), "bold"), (around[0], "$secondary"), value,
                                (around[1], "$secondary"))  # fmt: skip

    def about(self, number: int) -> str:
        return state.help_of(self._shown[number])

    def _step(self, by: int) -> None:
        number = self.choices.selected
        if number is None:
            return
        setting = self._shown[number]
        if not state.can_step(setting):
            self.action_choose()
            return
        value = getattr(self._preferences.settings, setting.field)
        after = state.stepped(setting, value, by)
        if after == value:
            self.say(f"It must be {setting.kind.allowed}.")
        elif setting.field == "preset" and (clash := self._preferences.clash(preset=after)):
            self.say(clash)
        else:
            later = "from the next start on" if setting.field == "mouse" else ""
            back = with_key("goes back", "setting_less" if by > 0 else "setting_more", self._keymap)
            now = state.in_words(setting, replace(self._preferences.settings, **{setting.field: after}))
            self.change({setting.path: after}, f"{setting.label}: {now}", later, back)

    def action_setting_less(self) -> None:
        self._step(-1)

    def action_setting_more(self) -> None:
        self._step(1)

    def action_choose(self) -> None:
        """Opens what the selected setting is chosen with."""
        number = self.choices.selected
        if number is None:
            return
        setting = self._shown[number]
        if state.can_step(setting):
            self._step(1)
        elif setting.field == "theme":
            self._choose_theme()
        elif setting.field == "columns":
            self.app.push_screen(ColumnsSheet(self._preferences), self._back)
        elif setting.field == "keys":
            from reader.tui.screens.remapping import KeysSheet

            self.app.push_screen(KeysSheet(self._preferences), self._back)
        elif setting.field == "editor":
            self._ask_editor()
        else:
            self.say(f"In {self._preferences.file.name}: {setting.name} = …")

    def _back(self, _: None) -> None:
        self.refresh_lines()

    def _choose_theme(self) -> None:
        from reader.tui.screens.themes import ThemeSheet

        def chosen(name: str | None) -> None:
            if name is not None:
                self.change({("theme",): name}, f"Theme: {name}")
            self.refresh_lines()

        self.app.push_screen(ThemeSheet(self._preferences), chosen)

    def _ask_editor(self) -> None:
        def answered(words: str | None) -> None:
            if words is not None:
                self.change({("editor",): words or None}, f"Editor: {words or 'as the system has it'}")

        before = self._preferences.settings.editor
        self.app.push_screen(Prompt("The command that opens an article", before, self._keymap), answered)


class ColumnsSheet(ChangingSheet):
    """The columns of the list: which ones, and in which order."""

    heading = "Columns of the list"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "shows or hides"),
        ("setting_less", "earlier"),
        ("setting_more", "later"),
        ("close", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    def _all(self) -> list[ListColumn]:
        chosen = self._preferences.settings.columns
        return [*chosen, *(column for column in get_args(ListColumn) if column not in chosen)]

    def lines(self) -> Sequence[str]:
        chosen = self._preferences.settings.columns
        return [f"{'✓' if column in chosen else ' '} {column}" for column in self._all()]

    def about(self, number: int) -> str:
        return f"{BY_FIELD['columns'].help}."

    def _selected(self) -> ListColumn | None:
        number = self.choices.selected
        return None if number is None else self._all()[number]

    def _set(self, column: ListColumn, columns: tuple[ListColumn, ...]) -> None:
        if columns == self._preferences.settings.columns:
            if columns == (column,):
                self.say("The list needs a column.")
            return
        shown = column in columns
        moved = shown and column in self._preferences.settings.columns
        now = f"column {columns.index(column) + 1}" if moved else "shown" if shown else "hidden"
        back = "" if moved else with_key("goes back", "choose", self._keymap)
        self.change({BY_FIELD["columns"].path: columns}, f"{column}: {now}", back)
        self.choices.select(self._all().index(column))

    def action_choose(self) -> None:
        """Shows a column, or hides it."""
        if (column := self._selected()) is not None:
            self._set(column, state.toggled(self._preferences.settings.columns, column))

    def action_setting_less(self) -> None:
        if (column := self._selected()) is not None:
            self._set(column, state.moved(self._preferences.settings.columns, column, -1))

    def action_setting_more(self) -> None:
        if (column := self._selected()) is not None:
            self._set(column, state.moved(self._preferences.settings.columns, column, 1))
