"""What a highlight is called in a file: the same in every export, in any library."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.addresses import address_key
from reader.facts import Passage
from reader.squeezed import squeezed
from reader.text import fold

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with its highlights, each with its name in a file."""

    passages: tuple[tuple[str, Passage], ...]

    @property
    def first(self) -> Passage:
        """The first highlight, which says what is known of the article."""
        return self.passages[0][1]


def by_article(passages: Iterable[Passage]) -> list[MarkedArticle]:
    """Highlights grouped by their articles, in the order in which those first come.

    The name of a highlight is made from the address of its article (its title, if it has none) and from its
    words, so a library that is built anew calls it the same. The same words twice in an article are numbered.
    """
    groups: dict[int, list[Passage]] = {}
    for one in passages:
        groups.setdefault(one.article, []).append(one)
    return [MarkedArticle(tuple(_named(group))) for group in groups.values()]


def _named(group: list[Passage]) -> Iterator[tuple[str, Passage]]:
    counted: Counter[str] = Counter()
    for one in group:
        where = address_key(one.url) or fold(one.title)
        words = squeezed(one.stored.highlight.quote)
        counted[words] += 1
        whole = f"{where}\0{words}" + (f"\0{counted[words]}" if counted[words] > 1 else "")
        yield digest(whole, _DIGITS), one


def digest(text: str, digits: int) -> str:
    """The first digits of the digest of a text, in hexadecimal."""
    raw = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).hexdigest()
    return raw[:digits]
