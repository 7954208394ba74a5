"""The sheet of all tags: searches for one, renames it, makes one of two, deletes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.errors import ReaderError
from reader.library.view import TagCount
from reader.text import display, tags_in
from reader.tui.background import deeds, jobs
from reader.tui.background.backend import Backend, Job
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.sheets import ListSheet


class TagsSheet(ListSheet[str]):
    """All tags with the numbers of their articles; the chosen tag is the result."""

    heading = "Tags"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "searches"),
        ("rename_tag", "renames or merges"),
        ("delete_tag", "deletes"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tags"), toggle("tags", "close_by_opener")]

    def __init__(
        self,
        tags: Sequence[TagCount],
        backend: Backend,
        keymap: Mapping[str, str] | None = None,
        changed: Callable[[jobs.Changed], None] | None = None,
    ) -> None:
        """``changed`` is called with each change."""
        super().__init__(keymap)
        self._tags = list(tags)
        self._backend = backend
        self._changed = changed

    def lines(self) -> list[Content]:
        return [
            Content.assemble((f"{one.articles:>6,}  ", "$secondary"), (display(one.tag), "bold"))
            for one in self._tags
        ]

    def result(self, number: int) -> str:
        return self._tags[number].tag

    @property
    def _selected(self) -> TagCount | None:
        number = self.choices.selected
        return None if number is None else self._tags[number]

    def action_rename_tag(self) -> None:
        """Asks for another name; that of another tag makes one of the two."""
        tag = self._selected
        if tag is None:
            return

        def rename(name: str | None) -> None:
            if name and tags_in(name) != (tag.tag,):
                self.in_turn(self._change(lambda library: deeds.rename_tag(library, tag.tag, name)))

        question = f"Another name for {display(tag.tag)}, or the tag it becomes part of"
        self.app.push_screen(Prompt(question, tag.tag, self._keymap), rename)

    def action_delete_tag(self) -> None:
        """Removes the tag from all articles."""
        tag = self._selected
        if tag is not None:
            self.in_turn(self._change(lambda library: deeds.delete_tag(library, tag.tag)))

    async def _change(self, job: Job[jobs.Changed]) -> None:
        try:
            done = await self._backend.library(job)
        except ReaderError as error:
            self.say(str(error))
            return
        self._tags = await self._backend.library(deeds.all_tags)
        self.choices.show(self.lines())
        self.say(done.sentence())
        if self._changed is not None:
            self._changed(done)
