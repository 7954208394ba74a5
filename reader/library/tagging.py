"""Tags of the whole library: how they are sorted, and what renaming one of them means. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.changes import RenameTag
from reader.errors import TagError
from reader.library.ordering import sorted_as
from reader.library.view import TagCount
from reader.text import fold, tags_in


def counted(tags: Iterable[tuple[str, int]]) -> list[TagCount]:
    """Tags with their numbers of articles, sorted as people do."""
    return [TagCount(*one) for one in sorted(tags, key=lambda one: (sorted_as(fold(one[0])), one[0]))]


def renamed(tag: str, new: str, tagged: Callable[[str], Sequence[int]]) -> RenameTag:
    """The change that gives a tag another name.

    Args:
        tag: the tag as the user typed it.
        new: its new name, which other articles may have already.
        tagged: gives the articles with a tag.

    Raises:
        TagError: one of the names is not one tag.
    """
    old, name = _one(tag), _one(new)
    return RenameTag(tuple(tagged(old)), old=old, new=name)


def _one(typed: str) -> str:
    tags = tags_in(typed)
    if len(tags) != 1:
        raise TagError(f"{typed!r} is not one tag: a tag is one word, without quotation marks and brackets")
    return tags[0]
