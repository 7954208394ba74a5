"""Where a query matches in an article, and the passage that best shows it."""

from __future__ import annotations

from itertools import accumulate

from reader.library.texts import Text
from reader.model import Article, Snippet
from reader.search.passages import Matcher, in_turn, passage, places, telling
from reader.search.query import Query, relaxing


def marks_in(article: Article, query: Query) -> list[tuple[int, int, int]]:
    """Where a query matches: (block, start, end), in the order in which to go through the matches.

    Block -1 is the head. Stop words (the, of) are not marked beside other words.
    """
    texts = [f"{article.title}\n{article.note}", *(block.plain for block in article.blocks)]
    # A passage can extend over several blocks. The title comes before the text that snippets are cut from.
    begins = list(accumulate((len(text) + 1 for text in texts), initial=-len(article.title) - 1))
    for form in relaxing.forms(query):
        found = [
            (number, place)
            for number, text_of_block in telling(texts, form)
            for place in places(text_of_block, form, article.lang)
        ]
        if found:
            turns = in_turn([(begins[n] + start, begins[n] + end, part) for n, (start, end, part) in found])
            return [(found[at][0] - 1, *found[at][1][:2]) for at in turns]
    return []


class PassageCutter:
    """Cuts the passages that best show why texts match a query."""

    def __init__(self, query: Query) -> None:
        self._looked_for = [Matcher(form) for form in relaxing.forms(query)]

    def of(self, text: Text | None) -> Snippet:
        """The passage of a text; an empty one if there is no text."""
        shown = Snippet("")
        if text is not None:
            for looked_for in self._looked_for:
                shown = passage(text.body, looked_for, text.lang)
                if shown.marks:
                    break
        return shown
