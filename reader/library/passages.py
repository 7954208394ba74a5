"""Where a query matches in an article, and the passage that shows it best."""

from __future__ import annotations

from itertools import accumulate

from reader.library.texts import Text
from reader.model import Article, Snippet
from reader.search.passages import in_turn, places, snippet, telling
from reader.search.query import Query, relaxing


def marks_in(article: Article, query: Query) -> list[tuple[int, int, int]]:
    """Where a query matches: (block, start, end), in the order to go through them. Block -1 is the head.

    Words without a meaning of their own (the, of) are not marked beside others.
    """
    texts = [f"{article.title}\n{article.note}", *(block.plain for block in article.blocks)]
    # A passage can go over the end of a block. The title comes before all that snippets are cut from.
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


def passage(query: Query, text: Text | None) -> Snippet:
    """The passage of a text that shows best why a query matches it; an empty one of a damaged text."""
    shown = Snippet("")
    if text is not None:
        for form in relaxing.forms(query):
            shown = snippet(text.body, form, text.lang)
            if shown.marks:
                break
    return shown
