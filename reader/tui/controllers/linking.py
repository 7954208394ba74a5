"""Links in the text: letters for those in sight, one selected after the other, and where each leads."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from reader.addresses import is_web
from reader.library.view import Entry
from reader.model import Position
from reader.text import display, fold
from reader.tui.background import link_jobs
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.links import TextLink, labels, next_link
from reader.tui.state.notes import Note, note_of, notes_in_sight
from reader.tui.state.places import Way
from reader.tui.widgets.related_pane import RelatedPane

if TYPE_CHECKING:
    from textual.app import App

LinkTarget = TextLink | Entry

PicturePlace = tuple[int, int]
"""Where the letters of a picture are painted: its block, and the line on screen."""


class Linking:
    """Selects links and follows them."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        related: RelatedPane,
        follow: Callable[[Entry], Coroutine[Any, Any, None]],
        jump: Callable[[Position], None],
        enlarge: Callable[[TextLink], None],
    ) -> None:
        """Connects links with what follows them.

        Args:
            app: the app.
            parts: those of the main screen.
            related: the pane of related articles.
            follow: goes to a related article, or looks for its title.
            jump: goes to a place in this article.
            enlarge: enlarges a picture.
        """
        self._app = app
        self._article = parts.article
        self._related = related
        self._reading = parts.reading
        self._backend = parts.backend
        self._tasks = parts.tasks
        self._panes = parts.panes
        self._keymap = parts.keymap
        self._follow = follow
        self._enlarge = enlarge
        self._jump = jump

    # --- letters ----------------------------------------------------------------------------------

    def label(self) -> None:
        """Shows letters on all links in sight, and follows the one whose letters are typed."""
        from reader.tui.screens.labels import LabelLine

        if self._reading.view is None:
            self._tasks.tell("No article is open.")
            return
        in_text = self._article.links_in_sight()
        pictures = self._article.pictures_in_sight()
        at_end = self._article.entries_in_sight()
        beside = [number for number in self._related.in_sight() if number < len(self._related.entries)]
        targets: list[LinkTarget] = [link for link, _ in (*in_text, *pictures)]
        targets += at_end
        targets += [self._related.entries[number] for number in beside]
        if not targets:
            self._tasks.tell("There are no links in sight.")
            return
        words = labels(len(targets))
        places: list[Position | Entry | int | PicturePlace] = [place for _, place in in_text]
        places += [(link.block, line) for link, line in pictures]
        places += [*at_end, *beside]

        def show(typed: str) -> None:
            shown = {
                place: word.removeprefix(typed)
                for place, word in zip(places, words, strict=True)
                if word.startswith(typed)
            }
            of_text: dict[Position | Entry, str] = {
                place: word for place, word in shown.items() if isinstance(place, Position | Entry)
            }
            of_pictures = {place: word for place, word in shown.items() if isinstance(place, tuple)}
            self._article.show_letters(of_text, of_pictures)
            self._related.show_letters({p: word for p, word in shown.items() if isinstance(p, int)})

        def answered(number: int | None) -> None:
            self._article.show_letters({})
            self._related.show_letters({})
            if number is not None:
                self._tasks.in_turn(self._go(targets[number]))

        show("")
        self._app.push_screen(LabelLine(words, show, self._keymap), answered)

    async def _go(self, target: LinkTarget) -> None:
        if isinstance(target, Entry):
            await self._follow(target)
        else:
            await self.follow(target)

    # --- one after the other ----------------------------------------------------------------------

    def select(self, way: Way) -> None:
        """Selects the next link in the text, or the previous one."""
        view = self._reading.view
        if view is None:
            self._tasks.tell("No article is open.")
            return
        selected = self._article.link
        here = self._article.position if selected is None else selected.position
        blocks = view.article.blocks
        link = next_link(blocks, here, way, onto=selected is None, pictures=view.pictures)
        if link is None:
            self._tasks.tell("There is no further link." if way > 0 else "There is no link before this one.")
            return
        self._panes.go("article")
        self._article.select_link(link)
        follows = with_key("enlarges" if link.picture else "follows", "follow_link", self._keymap)
        where = link.href if is_web(link.href) and not link.picture else link.text or link.href
        if link.is_note:
            where = f"Note {link.href}"
        self._tasks.tell(" · ".join(filter(None, (display(where), follows))))

    # --- following --------------------------------------------------------------------------------

    async def follow(self, link: TextLink) -> None:
        """Goes to the article that a link leads to; for an address outside the library offers what to do.

        A picture is enlarged.
        """
        view = self._reading.view
        if view is None:
            return
        if link.picture:
            self._enlarge(link)
            return
        if link.is_note:
            note = note_of(view.article.blocks, link.href, link.block)
            self._show_notes([note] if note else [])
            return
        if link.block < 0:
            # The address of the article itself.
            self._offer(link)
            return
        names = {fold(link.href), fold(link.text)}
        entry = next((entry for entry in view.entries if fold(entry.title) in names), None)
        if entry is None or entry.target is None:
            article = view.summary.id
            target = await self._backend.read(
                lambda library: link_jobs.target_of(library, article, link.text, link.href)
            )
            if target is not None:
                entry = Entry("recommended", link.text, target=target)
        if (entry is None or entry.target is None) and is_web(link.href):
            self._offer(link)
        else:
            await self._follow(entry or Entry("recommended", link.text or link.href))

    # --- footnotes --------------------------------------------------------------------------------

    def notes(self) -> None:
        """Shows the footnotes of what is on screen."""
        view, sight = self._reading.view, self._article.sight
        if view is None or sight is None:
            self._tasks.tell("No article is open.")
        else:
            self._show_notes(notes_in_sight(view.article.blocks, *sight))

    def _show_notes(self, notes: Sequence[Note]) -> None:
        from reader.tui.screens.notes import NotesSheet

        if not notes:
            self._tasks.tell("There are no notes here.")
            return

        def answered(place: Position | None) -> None:
            if place is not None:
                self._jump(place)
                self._tasks.tell(with_key("' comes back", "go_to_mark", self._keymap))

        self._app.push_screen(NotesSheet(notes, self._keymap), answered)

    # --- addresses --------------------------------------------------------------------------------

    def _offer(self, link: TextLink) -> None:
        from reader.tui.screens.address import AddressSheet

        def answered(chosen: str | None) -> None:
            if chosen == "open":
                self._tasks.do(self._open(link.href))
            elif chosen == "copy":
                self._app.copy_to_clipboard(link.href)
                self._tasks.tell(f"Copied {display(link.href)}")
            elif chosen == "add":
                self._tasks.do(self._add(link.href))
            elif chosen == "search":
                self._tasks.in_turn(self._follow(Entry("recommended", link.text)))

        self._app.push_screen(AddressSheet(link, self._keymap), answered)

    async def _open(self, address: str) -> None:
        from reader.tui.background.sharing import open_in_browser

        self._tasks.tell(display(open_in_browser(self._app, address)))

    async def _add(self, address: str) -> None:
        from reader.tui.background.children import Children

        self._tasks.tell(f"Fetching {display(address)} …")
        ended = await Children(self._backend.paths).run(["add", "--", address])
        self._tasks.tell(display(ended.words) or f"Added {display(address)}")
