"""The texts from which snippets are cut, cached because each letter typed finds mostly the same articles."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from reader.store import Store
from reader.store.documents import ArticleText

BUDGET = 4_000_000
"""How many characters are kept: a thousand articles of ordinary length, or one long novel."""

_IMAGE = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article as it is shown, and its language."""

    body: str
    lang: str


class Texts:
    """Texts by article. Each is read from the library once, until anything in the library changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[int, Text | None] = OrderedDict()
        self._known_at = (-1, -1)
        self._kept = 0

    def of(self, ids: Sequence[int], at: tuple[int, int] | None = None) -> dict[int, Text | None]:
        """The texts of articles, None for a damaged one; those that do not exist are left out.

        ``at``: the stamp of the library, if the caller has just asked for it.
        """
        at = at or self._store.stamp()
        if at != self._known_at:
            self._known.clear()
            self._known_at, self._kept = at, 0
        missing = [article for article in ids if article not in self._known]
        if missing:
            for article, found in self._store.articles.texts(missing).items():
                self._known[article] = text = None if found is None else _text(found)
                self._kept += 0 if text is None else len(text.body)
        texts: dict[int, Text | None] = {}
        for article in ids:
            if article in self._known:
                texts[article] = self._known[article]
                self._known.move_to_end(article)
        while self._kept > BUDGET:
            _, text = self._known.popitem(last=False)
            self._kept -= 0 if text is None else len(text.body)
        return texts


def _text(found: ArticleText) -> Text:
    body = f"{found.note}\n{found.body}" if found.note else found.body
    # As the article shows it.
    return Text(_IMAGE.sub(r"[image \1]", body) if "[[" in body else body, found.lang)
