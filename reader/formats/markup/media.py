"""Pictures, figures, films and frames of a page, as the walk comes to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from reader import blocks
from reader.blocks import Span
from reader.formats.markup.addresses import joined_address, last_part, link_of, tidy_address
from reader.formats.markup.elements import is_unseen, number_of, tag_of
from reader.formats.markup.pictures import alt_of, emoji_of, is_pixel, places_of
from reader.formats.markup.writer import BlockWriter
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PictureChooser = Callable[["Element", Sequence[str]], str]
"""Given a picture's element and its possible addresses, returns the name to use; "" to leave it out.

There may be no address: then the picture is empty, unless it is shown by other means."""

_LONGEST_PLACE = 4096


class Walking(Protocol):
    """What is needed here of the walk."""

    writer: BlockWriter

    def at_end(self, element: Element, end: Callable[[], None]) -> None:
        """Calls ``end`` at the end of an element."""

    def boundary(self) -> None:
        """Ends the block."""


@dataclass(slots=True)
class Figure:
    """A figure that is open: the block it begins at, and its captions with the block each stands before."""

    start: int
    captions: list[tuple[tuple[Span, ...], int]] = field(default_factory=list)

    def caption(self, spans: tuple[Span, ...], at: int) -> None:
        """Remembers a caption that stands before the block ``at``."""
        kept = tuple(span for span in spans if "image" not in span.style)
        if kept:
            self.captions.append((kept, at))


class Media:
    """The pictures of a page.

    Attributes:
        images: the names of those that have been written, in order, each once.
        figures: the figures that are open.
    """

    def __init__(self, base: str = "", choose: PictureChooser | None = None) -> None:
        self.images: dict[str, None] = {}
        self.figures: list[Figure] = []
        self._base = base
        self._choose = choose or self._first
        self._last: tuple[str, bool] = ("", False)

    def _first(self, element: Element, places: Sequence[str]) -> str:
        if not places:
            return ""
        place = tidy_address(places[0])
        if place[:5].lower() == "data:":
            return place
        return joined_address(self._base, place)

    def picture(self, element: Element, walk: Walking, *, instead: bool = False) -> None:
        """Writes a picture; ``instead`` says that it stands in ``noscript``, for one that scripts load."""
        if is_unseen(element, "img"):
            return
        if emoji := emoji_of(element):
            walk.writer.text(emoji)
            return
        places = places_of(element)
        if is_pixel(element, places[0] if places else ""):
            return
        name = self._choose(element, places)
        if not name:
            return
        before, before_instead = self._last
        self._last = (name, instead)
        if name == before and (instead or before_instead):
            return
        self.images[name] = None
        alt = collapse(clean(alt_of(element)))
        walk.writer.span(blocks.picture(name, alt))

    def inside(self, element: Element, walk: Walking) -> None:
        """Writes the pictures inside an element whose text has been written."""
        for picture in element.iter("img", "{*}img"):
            self.picture(picture, walk)
        walk.writer.flush()

    def drawing(self, element: Element, walk: Walking) -> None:
        """Writes the title of a drawing that says that it is a picture."""
        if element.get("role") != "img" or min(_size(element)) < 100:
            return
        title = next((inner.text or "" for inner in element.iter() if tag_of(inner) == "title"), "")
        if label := collapse(clean(element.get("aria-label") or title)):
            walk.writer.text(f"[{label}]")

    def open_figure(self, walk: Walking, element: Element) -> None:
        """Begins a figure; at its end its caption is put below its last picture."""
        writer = walk.writer
        if writer.solid:
            return
        figure = Figure(len(writer.blocks))
        self.figures.append(figure)

        def end() -> None:
            writer.flush()
            self.figures.pop()
            place = next(
                (
                    at
                    for at in range(len(writer.blocks) - 1, figure.start - 1, -1)
                    if writer.blocks[at].kind == "image" and not writer.blocks[at].caption
                ),
                -1,
            )
            for number, (caption, at) in enumerate(figure.captions):
                if place >= 0 and not number:
                    block = writer.blocks[place]
                    writer.blocks[place] = replace(block, spans=(*block.spans, Span("\n"), *caption))
                    continue
                # The writer adds it at the end; its place is where it stood.
                writer.write(blocks.paragraph(caption))
                writer.blocks.insert(min(at, len(writer.blocks) - 1), writer.blocks.pop())

        walk.at_end(element, end)

    def film(self, element: Element, walk: Walking) -> None:
        """Writes a link to a film, a sound or a frame."""
        tag = tag_of(element)
        written = next(
            (value for name in ("src", "data-src", "data", "data-lazy-src") if (value := element.get(name))),
            "",
        )
        if not written:
            written = next((inner.get("src") or "" for inner in element.iter("source")), "")
        address = link_of(written, self._base)
        if not address or address.startswith(("mailto:", "cid:")) or is_unseen(element, tag):
            if tag in ("object", "video", "audio"):
                for picture in element.iter("img"):
                    self.picture(picture, walk)
            return
        if 0 <= min(_size(element)) <= 2 or _is_counter(address):
            return
        title = next(
            (text for name in ("title", "aria-label") if (text := collapse(clean(element.get(name) or "")))),
            "",
        )
        writer = walk.writer
        walk.boundary()
        writer.span(Span(title or clean(last_part(address)), "link", address))
        walk.boundary()


def _is_counter(address: str) -> bool:
    return any(
        name in address for name in ("googletagmanager.", "doubleclick.", "/recaptcha/", "googlesyndication.")
    )


def _size(element: Element) -> tuple[int, int]:
    return number_of(element.get("width"), 1000), number_of(element.get("height"), 1000)
