"""How much text the elements of a page hold: runs of text, and sums over elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.formats.markup.elements import BLOCKS, DROPPED, is_unseen, tag_of

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.etree import _Element as Element

TextNode = tuple["Element", bool]
"""A text of the page: an element, and whether it is the text behind it (its tail) or at its beginning."""


@dataclass(slots=True)
class TextRun:
    """A text between two boundaries of blocks: mostly a paragraph.

    Attributes:
        number: its place in the page.
        holder: the block element that it stands in.
        size: its length without white space at its ends.
        linked: how much of it is in links.
        links: how many links it has.
        nodes: the texts that it consists of.
    """

    number: int
    holder: Element
    size: int = 0
    linked: int = 0
    links: int = 0
    nodes: list[TextNode] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join((element.tail if tail else element.text) or "" for element, tail in self.nodes)


@dataclass(slots=True)
class Amount:
    """What an element holds: characters of text, how many of them are in links, links, and runs.

    ``first`` is the number of its first run; the others follow.
    """

    size: int = 0
    linked: int = 0
    links: int = 0
    runs: int = 0
    first: int = 0


_NOTHING = Amount()


class Measures:
    """The runs of a page in order, and what each block element holds."""

    def __init__(self, body: Element, left_out: Container[Element] = ()) -> None:
        self.runs: list[TextRun] = []
        self._amounts: dict[Element, Amount] = {}
        self._measure(body, left_out)

    def of(self, element: Element) -> Amount:
        """What an element holds; inline elements hold nothing of their own."""
        return self._amounts.get(element, _NOTHING)

    def runs_in(self, element: Element) -> list[TextRun]:
        """The runs in an element, in order."""
        amount = self.of(element)
        return self.runs[amount.first : amount.first + amount.runs]

    def _measure(self, body: Element, left_out: Container[Element]) -> None:
        from lxml import etree

        holders: list[Element] = [body]
        firsts: list[int] = [0]
        ranges: list[tuple[Element, int, int]] = []
        run: TextRun | None = None
        link: Element | None = None
        walker = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            node: TextNode | None = None
            tag = tag_of(element)
            if event == "start":
                if element is not body and (tag in DROPPED or is_unseen(element, tag) or element in left_out):
                    walker.skip_subtree()
                    if tag in BLOCKS:
                        holders.append(element)
                        firsts.append(len(self.runs))
                        run = None
                    continue
                if tag in BLOCKS and element is not body:
                    holders.append(element)
                    firsts.append(len(self.runs))
                    run = None
                elif tag == "a" and link is None and element.get("href"):
                    link = element
                    if run is not None:
                        run.links += 1
                node = (element, False)
            else:
                if event == "end":
                    if tag in BLOCKS and element is not body:
                        first = firsts.pop()
                        if first < len(self.runs):
                            ranges.append((holders[-1], first, len(self.runs)))
                        holders.pop()
                        run = None
                    elif element is link:
                        link = None
                if element is body:
                    continue
                node = (element, True)
            text = element.tail if node[1] else element.text
            if not text:
                continue
            if run is None:
                if not text.strip():
                    continue
                run = TextRun(len(self.runs), holders[-1])
                run.links += link is not None
                self.runs.append(run)
            run.nodes.append(node)
            size = len(" ".join(text.split()))
            run.size += size
            if link is not None:
                run.linked += size
        self._sum([*ranges, (body, 0, len(self.runs))])

    def _sum(self, ranges: list[tuple[Element, int, int]]) -> None:
        """Sums up the runs of each element, given the numbers that its runs begin and end at."""
        sizes = [0, *accumulate(run.size for run in self.runs)]
        linked = [0, *accumulate(run.linked for run in self.runs)]
        links = [0, *accumulate(run.links for run in self.runs)]
        for element, first, end in ranges:
            self._amounts[element] = Amount(
                size=sizes[end] - sizes[first],
                linked=linked[end] - linked[first],
                links=links[end] - links[first],
                runs=end - first,
                first=first,
            )
