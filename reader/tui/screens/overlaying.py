"""Actions that open something over the screen, or another program; copying."""

from __future__ import annotations

from reader.tui.screens.acting import Acting


class OverlayActions(Acting):
    """Sheets, prompts, programs, the clipboard."""

    def action_contents(self) -> None:
        self._over.contents(self._jumping.go)

    def action_help(self) -> None:
        self._over.help()

    def action_trail(self) -> None:
        self._tasks.in_turn(self._over.trail())

    def action_wanted(self) -> None:
        self._tasks.in_turn(self._over.wanted())

    def action_searches(self) -> None:
        self._tasks.in_turn(self._over.searches())

    def action_take_suggestion(self) -> None:
        self._over.take_suggestion()

    def action_save_search(self) -> None:
        self._over.save_search()

    def action_open_source(self) -> None:
        self._over.program("open_source")

    def action_edit(self) -> None:
        self._over.program("edit")

    def action_copy(self) -> None:
        if self._subjects or self.get_selected_text():
            self._handing.ask_copy(self._subjects)
        else:
            self.tell("There is nothing to copy.")

    def action_pipe(self) -> None:
        self._tasks.in_turn(self._handing.ask_pipe(self._subjects))

    def action_share(self) -> None:
        self._handing.ask_share(self._subjects)

    def action_browser(self) -> None:
        self._tasks.do(self._handing.browser(self._subjects))

    def action_tags(self) -> None:
        self._tasks.in_turn(self._over.tags())

    def action_trash(self) -> None:
        self._tasks.in_turn(self._over.trash())

    def action_highlights(self) -> None:
        self._tasks.in_turn(self._marked.ask())

    def action_review(self) -> None:
        self._tasks.in_turn(self._marked.review())

    def action_command(self) -> None:
        self._tasks.in_turn(self._commanding.ask())
