"""A view of one article, line by line: laid out for its width, scrolled, its place kept over both.

An article is laid out once for each width (:mod:`reader.typesetting.layout`), a long one first where it is
visible. The lines of the rest are estimated; when they are counted, the text on screen stays where it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from textual import work
from textual.geometry import Size
from textual.timer import Timer

from reader.config import Settings, command
from reader.library.view import ArticleView
from reader.model import Article, Position, Summary
from reader.tui.widgets.paged_view import PagedView

if TYPE_CHECKING:
    from reader.typesetting.layout import Layout
    from reader.typesetting.parts import Part
    from reader.typesetting.pictures import KnownPictures

log = logging.getLogger(__name__)

AT_ONCE = 40_000
"""Characters of the longest article that is set as a whole at once: about 2 ms of prose, 30 ms of Chinese."""

MOST_SET = 2_000_000
"""Characters of the longest article that is set to its end: half a second in all, more for Chinese."""

_STEP = 0.004
"""Seconds of setting after which everything else has its turn."""

_FRAME = 1 / 30

_OF_PAGES = ("justify", "hyphenate", "code_lines", "right_to_left")
"""The settings, beside the width of the text, that say how an article is laid out."""

CANNOT = "This article cannot be shown, for a mistake in the reader; its log says more. “{}” prints it."


def _nothing(_summary: Summary) -> str:
    return ""


def _silent(_view: ArticleView) -> str:
    return ""


class SetView(PagedView):
    """Shows an article and, if asked to, the related entries below its end. Subclasses paint."""

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.view: ArticleView | None = None
        """The article shown, or None."""
        self._measure = measure
        self._settings = Settings()
        self._tail = False
        self._message = ""
        self._layout: Layout | None = None
        self._wanted: tuple[ArticleView, int, bool] | None = None
        self._divided: tuple[Article, list[Part]] | None = None
        self._changes = 0
        self._following = False
        self._place = Position()
        self._progress = 0.0
        self._timer: Timer | None = None
        self.lacking: Callable[[Summary], str] = _nothing
        """Gives what is said in place of the text of an article that has none."""
        self.closing: Callable[[ArticleView], str] = _silent
        """Gives what is said after the end of an article."""

    def _repaint(self) -> None:
        """Paints everything once more."""
        raise NotImplementedError

    def _moved(self) -> None:
        """The place has changed, or an article is shown for the first time."""
        raise NotImplementedError

    def _stands(self) -> None:
        """The lines in sight have changed: called at once, before anything is painted."""

    # --- content ------------------------------------------------------------------------------------

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``."""
        if self._shows(view) and self._wanted is not None:
            self.view, self._wanted = view, (view, *self._wanted[1:])
            return
        self._announce()
        same = self.view is not None and self.view.summary.id == view.summary.id
        self.view, self._message, self._place, self._wanted = view, "", view.position, None
        if not same:
            self._layout, self._progress = None, view.summary.progress
        self._lay_out()

    def _shows(self, view: ArticleView) -> bool:
        """Whether everything painted of the view is shown already; without a tail no entries are painted."""
        before = self.view
        if before is None or self._layout is None or self._tail:
            return False
        same = before.article is view.article and before.summary == view.summary
        return same and view.position == self.position

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        self._announce()
        self.view = self._layout = self._wanted = self._divided = None
        self._message = message
        self._stands()
        self.virtual_size = Size(0, 0)
        self._repaint()

    def set_tail(self, on: bool) -> None:
        """Whether the related entries follow the end of the article."""
        if on != self._tail:
            self._tail = on
            self._lay_out()

    def set_measure(self, measure: int) -> None:
        """Another width that lines of text have at most; the place in the article stays."""
        if measure != self._measure:
            self._measure, self._wanted = measure, None
            self._place = self.position
            self._lay_out()

    def set_page(self, settings: Settings) -> None:
        """Other settings of how the text is set; the place in the article stays."""
        before, self._settings = self._settings, settings
        if any(getattr(before, name) != getattr(settings, name) for name in _OF_PAGES):
            self._wanted, self._place = None, self.position
            self._lay_out()

    def _lay_out(self) -> None:
        """Lays the article out, unless it is for this width. A hidden pane has no width: later."""
        cells = self._text_width
        if self.view is None or cells <= 0:
            return
        wanted = (self.view, cells, self._tail)
        if self._wanted is not None and wanted[1:] == self._wanted[1:] and self.view is self._wanted[0]:
            return
        self._wanted = wanted
        try:
            self._take(self._laid_out(self.view, cells))
        except Exception:
            log.exception("article %s cannot be laid out", self.view.summary.id)
            self.clear(CANNOT.format(command(f"show {self.view.summary.id}")))

    def _laid_out(self, view: ArticleView, cells: int) -> Layout:
        # How articles are set is imported with the first one, after the first frame.
        from reader.typesetting.layout import Layout
        from reader.typesetting.parts import parts_of
        from reader.typesetting.typography import Typography

        if self._divided is None or self._divided[0] is not view.article:
            self._divided = (view.article, parts_of(view.article.blocks))
        settings = self._settings
        typography = Typography(
            justified=settings.justify,
            hyphenated=settings.hyphenate and self._has_hyphens(view.article.lang or view.summary.lang),
            sideways=True,
            wraps_code=settings.code_lines == "wrap",
            reorders=settings.right_to_left == "reader",
        )
        return Layout(
            view,
            cells,
            self._measure,
            self._divided[1],
            tail=self._tail,
            lacking=self.lacking(view.summary),
            aside=self._aside(view, cells),
            closing=self.closing(view),
            typography=typography,
            pictures=self.pictures,
        )

    def _has_hyphens(self, language: str) -> bool:
        """Whether the dictionary of a language is there; if not, it is loaded and the text set again."""
        from reader.typesetting.hyphens import is_loaded

        if not is_loaded(language):
            self._load_hyphens(language)
            return False
        return True

    @work(description="hyphens", exclusive=True, group="hyphens")
    async def _load_hyphens(self, language: str) -> None:
        from reader.typesetting.hyphens import hyphens_of

        await asyncio.to_thread(hyphens_of, language)
        self._wanted, self._place = None, self.position
        self._lay_out()

    def _aside(self, view: ArticleView, cells: int) -> int:
        """The cells to be left free beside the text, in lines of that many."""
        return 0

    @property
    def pictures(self) -> KnownPictures | None:
        """What the layout knows of the pictures; None: nothing."""
        return None

    @property
    def _text_width(self) -> int:
        # The size of a pane includes its scroll bar, which is painted over its lines.
        return self.scrollable_content_region.width

    def _take(self, layout: Layout) -> None:
        if self._layout is not None:
            layout.shift = self._layout.shift
        self._layout = layout
        if self.text_selection is not None:
            # A selection counts the lines of the previous layout.
            self.screen.clear_selection()
        place = self._place
        short = layout.characters <= AT_ONCE
        while short and layout.set_some():
            pass
        layout.hold(layout.line_of(place), self.size.height)
        self._changes = layout.changes
        self.virtual_size = Size(layout.width, len(layout))
        self.scroll_to_line(layout.top)
        # A new width, or an article that ends before its place can get to the top of the pane, does not
        # change where the reader is.
        self._place = place
        self._progress = self.progress
        self._stands()
        self._repaint()
        self._timer = self._timer or self.set_timer(_FRAME, self._announce)
        # An article so long that this would take seconds is set only as it comes into sight.
        if not short and layout.characters <= MOST_SET:
            self._set_all(layout)

    # Without a description, Textual would use repr(), which has the whole article here.
    @work(description="layout")
    async def _set_all(self, layout: Layout) -> None:
        """Sets the rest as well, in steps too short to be felt: its lines are counted then, not estimated."""
        try:
            await self._set_rest(layout)
        except Exception:
            log.exception("an article cannot be laid out to its end")

    async def _set_rest(self, layout: Layout) -> None:
        while layout is self._layout:
            until = perf_counter() + _STEP
            while goes_on := layout.set_some():
                if perf_counter() > until:
                    break
            if not goes_on:
                break
            # Keys and frames have their turn.
            await asyncio.sleep(_STEP)
        if layout is self._layout:
            self._follow(layout)

    def _follow(self, layout: Layout) -> None:
        """More of the article has been set: the text on screen stays, although its line number changes."""
        if layout.changes == self._changes:
            return
        self._changes = layout.changes
        if self.text_selection is not None:
            self.screen.clear_selection()
        self.virtual_size = Size(layout.width, len(layout))
        if layout.top != self.scroll_offset.y:
            self._following = True
            self.scroll_to_line(layout.top)
            self._following = False
        self._repaint()

    def on_resize(self) -> None:
        """Lays the article out for the new width, or for the first since it was hidden; the place stays."""
        self._lay_out()

    # --- places -------------------------------------------------------------------------------------

    @property
    def message(self) -> str:
        """The message that stands in place of an article, or ""."""
        return "" if self.view is not None else self._message

    @property
    def position(self) -> Position:
        """Where in the article the pane stands: at the top line."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or self._line_of(self._place) == top:
            return self._place
        return layout.position_of(top)

    def _line_of(self, position: Position) -> int:
        """The line of a position, and with it the lines of what was not set before."""
        assert self._layout is not None
        line = self._layout.line_of(position)
        self._follow(self._layout)
        return line

    @property
    def is_set(self) -> bool:
        """Whether the text is laid out and to be seen, so that its place is known for certain."""
        return self._layout is not None and self.size.height > 0

    @property
    def progress(self) -> float:
        """How far through the article: 0.0 at its top, 1.0 when its end is in sight."""
        # Hidden (in a narrow layout) or not laid out yet it shows no lines, and the reader has not moved.
        if self._layout is None or self.size.height <= 0:
            return self._progress
        last = self._layout.end + 1 - self.size.height
        share = self.view.share if self.view else 1.0
        return share * (min(1.0, self.scroll_offset.y / last) if last > 0 else 1.0)

    @property
    def measure(self) -> int:
        """The width that lines of text have at most: as set, or as much as there is room for."""
        return self._measure if self._layout is None else min(self._measure, self._layout.measure)

    @property
    def contents(self) -> list[tuple[str, int, Position]]:
        """The headings of the article: each with its level, and where it is."""
        return self._layout.headings if self._layout else []

    def go_to(self, position: Position) -> None:
        """Scrolls a position to the top of the pane."""
        self._place = position
        if self._layout is not None:
            self.scroll_to_line(self._line_of(position))

    def go_to_share(self, share: float) -> None:
        """Goes as far through the article as a share of it says, 0.0 to 1.0: see :attr:`progress`."""
        layout, height = self._layout, self.size.height
        if layout is None:
            return
        # Laying out the text there changes the number of lines before it, and so what the share means.
        for _ in range(3):
            layout.hold(round(share * max(0, layout.end + 1 - height)), height)
        self._follow(layout)
        self.scroll_to_line(layout.top)

    def scroll_to_line(self, line: int, *, at_once: bool = False) -> None:
        """Brings a line to the top, or as near to it as the end allows."""
        super().scroll_to_line(line, at_once=at_once)
        layout = self._layout
        if layout is not None and layout.width != self._text_width:
            # A key that comes between a new width and its layout is about the lines on screen.
            self._place = layout.position_of(line)

    def action_bottom(self) -> None:
        """To the end."""
        if self._layout is not None:
            self._layout.hold_end(self.size.height)
            self._follow(self._layout)
        super().action_bottom()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        layout = self._layout
        # Lines mean nothing until the text is laid out for the present width of the pane.
        if layout is None or layout.width != self._text_width or round(old_value) == round(new_value):
            return
        if self._following:
            return
        layout.hold(round(new_value), self.size.height)
        self._place = layout.position_of(layout.top)
        self._follow(layout)
        self._progress = self.progress
        self._stands()
        self._timer = self._timer or self.set_timer(_FRAME, self._announce)

    def _announce(self) -> None:
        """Reports that the place has changed, once for all movements of a frame."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            if self.view is not None:
                self._moved()
