"""Actions that find the way in the open article."""

from __future__ import annotations

from typing import Literal

from textual import on

from reader.tui.keys.actions import with_key
from reader.tui.screens.acting import Acting
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.find_bar import FindLine


class LocatingActions(Acting):
    """Finding words in the article; jumps, marked places and links in it."""

    # --- finding ----------------------------------------------------------------------------------

    def action_find(self) -> None:
        self._selector.finds()
        self._tasks.in_turn(self._finder.open())

    @on(FindLine.Sought)
    def _sought(self, message: FindLine.Sought) -> None:
        self._finder.typed(message.text)

    @on(FindLine.Stepped)
    def _find_stepped(self, message: FindLine.Stepped) -> None:
        by: Literal[1, -1] = 1 if message.by > 0 else -1
        self._finder.step(by)

    @on(FindLine.Ended)
    def _find_ended(self, message: FindLine.Ended) -> None:
        self._finder.close(kept=message.kept)
        self._selector.found(kept=message.kept)

    # --- jumps ------------------------------------------------------------------------------------

    def action_next_heading(self) -> None:
        self._jumping.heading(1)

    def action_previous_heading(self) -> None:
        self._jumping.heading(-1)

    def action_next_paragraph(self) -> None:
        self._jumping.paragraph(1)

    def action_previous_paragraph(self) -> None:
        self._jumping.paragraph(-1)

    def action_per_cent(self) -> None:
        self._jumping.ask_per_cent()

    def action_zen(self) -> None:
        if self.reading.view is None:
            self.tell("No article is open.")
            return
        self.panes.toggle_zen()
        self.tell(with_key("shows the rest again", "zen", self._settings.keys) if self.panes.zen else "")

    @on(ArticlePane.AtEnd)
    def _at_end(self) -> None:
        unread = with_key("next unread article", "next_match", self._settings.keys)
        back = with_key("back", "back", self._settings.keys)
        self.tell(" · ".join(filter(None, ("This is the end", unread, back))))

    def action_set_mark(self) -> None:
        self._tasks.in_turn(self._jumping.ask_mark())

    def action_go_to_mark(self) -> None:
        self._tasks.in_turn(self._jumping.ask_to_mark())

    @on(ArticlePane.Left)
    def _left_place(self, message: ArticlePane.Left) -> None:
        self._jumping.leave(message.position)

    # --- links ------------------------------------------------------------------------------------

    def action_labels(self) -> None:
        self._linking.label()

    def action_notes(self) -> None:
        self._linking.notes()

    def action_next_link(self) -> None:
        self._linking.select(1)

    def action_previous_link(self) -> None:
        self._linking.select(-1)

    @on(ArticlePane.LinkChosen)
    async def _link_chosen(self, message: ArticlePane.LinkChosen) -> None:
        if message.link is not None:
            self._tasks.in_turn(self._linking.follow(message.link))
        elif self.reading.view is None:
            await self.run_action("begin")
        elif (picture := self._picturing.nearest) is not None:
            self._picturing.enlarge(picture)
        else:
            named = (("selects a link", "next_link"), ("shows letters on all", "labels"))
            keys = (with_key(words, action, self._settings.keys) for words, action in named)
            self.tell(" · ".join(("No link is selected", *filter(None, keys))))

    # --- pictures ---------------------------------------------------------------------------------

    def action_picture(self) -> None:
        self._picturing.enlarge_one()

    @on(ArticlePane.PicturesNeeded)
    def _pictures_needed(self, message: ArticlePane.PicturesNeeded) -> None:
        self._picturing.need(message.keys, message.pictures)
