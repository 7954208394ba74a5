"""Parts of a query from which the parser makes nodes: open brackets, and titles to look for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute

from reader.search.analysis.edits import LETTERS
from reader.search.analysis.words import asked, locate
from reader.search.query.nodes import Node, Word, all_of, any_of, negated
from reader.search.query.relaxing import without_function_words


@dataclass(slots=True)
class OpenGroup:
    """An open bracket: what stood before it, and what it holds so far."""

    field: str = ""
    filter: str = ""
    negated: bool = False
    alternatives: list[list[Node]] = attribute(default_factory=lambda: [[]])

    def node(self) -> Node | None:
        found = any_of(
            [node for items in self.alternatives if (node := all_of(_meant_of(items))) is not None]
        )
        return negated(found) if found is not None and self.negated else found


def _meant_of(items: list[Node]) -> list[Node]:
    """Without signs of the keyboard among words (salt & pepper): alone they are looked for."""
    return [node for node in items if not _is_sign(node)] or items


def _is_sign(node: Node) -> bool:
    return isinstance(node, Word) and node.text.isascii() and not any(map(str.isalnum, node.text))


def words_of_titles_like(title: str, most_fuzzy: int) -> tuple[Node | None, int]:
    """Finds titles with any of the words, the longest also in near spellings: at most ``most_fuzzy`` of them.

    Returns the node and how many words have near spellings.
    """
    words = without_function_words([word for word in title.split() if asked(word).size])
    spelt = [word for word in words if len(locate(word)) == 1 and len(word) in LETTERS]
    longest = sorted(dict.fromkeys(spelt), key=len, reverse=True)[: max(0, most_fuzzy)]
    return any_of([Word(word, "title", fuzzy=word in longest) for word in words]), len(longest)
