"""What a person means by the tags they type: which tags articles get, and which could be meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.changes import SetTags, Tag
from reader.text import tags_in

if TYPE_CHECKING:
    from reader.changes import Change
    from reader.library.view import TagCount


@dataclass(frozen=True, slots=True)
class TypedTags:
    """Tags as they were typed.

    Attributes:
        plain: those without a sign.
        add, remove: those after ``+`` and ``-``.
    """

    plain: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> TypedTags:
        """The tags in a text: ``history +to-read -inbox``."""
        signed: dict[str, list[str]] = {"": [], "+": [], "-": []}
        for word in text.replace(",", " ").split():
            sign = word[0] if word[0] in "+-" else ""
            signed[sign].extend(tags_in(word.removeprefix(sign)))
        plain, add, remove = (tuple(dict.fromkeys(signed[sign])) for sign in ("", "+", "-"))
        return cls(plain, add, remove)

    @property
    def relative(self) -> bool:
        """Whether they only say what to add and remove, and the other tags stay as they are."""
        return bool(self.add or self.remove) and not self.plain


def common_tags(tags: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The tags that all articles have, in the order of the first; ``tags`` are those of each article."""
    common: list[str] | None = None
    for own in tags:
        have = set(own)
        common = list(own) if common is None else [tag for tag in common if tag in have]
        if not common:
            break
    return tuple(common or ())


def tags_change(articles: tuple[int, ...], common: Sequence[str], text: str) -> Change | None:
    """The change that a person asks for who was shown the ``common`` tags of articles, and left this text.

    None if nothing changes.
    """
    typed = TypedTags.of(text)
    plain = tuple(common) if typed.relative else typed.plain
    removed = set(typed.remove)
    wanted = tuple(tag for tag in dict.fromkeys((*plain, *typed.add)) if tag not in removed)
    if len(articles) == 1:
        return None if wanted == tuple(common) else SetTags(articles, wanted)
    add = tuple(tag for tag in wanted if tag not in common)
    remove = tuple(dict.fromkeys(tag for tag in (*common, *typed.remove) if tag not in wanted))
    return Tag(articles, add, remove) if add or remove else None


def parted(text: str, common: Sequence[str] = ()) -> tuple[str, ...]:
    """Words that look as if they were meant as one tag: a space is between them, while others have commas.

    A space ends a tag as a comma does, so each of them is a tag of its own; none where nothing looks so.
    The ``common`` tags stood there before.
    """
    for part in text.split(",") if "," in text else ():
        words = tuple(word for word in part.split() if word[0] not in "+-" and word not in common)
        if len(words) > 1:
            return words
    return ()


MOST_OFFERED = 50
"""The most tags that are offered for a word."""


def offered(text: str, cursor: int, tags: Sequence[TagCount]) -> tuple[int, list[TagCount]]:
    """The tags that the word before the cursor may become: where it begins, and the likeliest tags first.

    Those that begin with it come before those that contain it; of each, the most used first. Tags that are
    in the text already are left out; nothing is offered for a word that is itself a tag.
    """
    start = cursor
    while start and text[start - 1] not in " ,":
        start -= 1
    if start < cursor and text[start] in "+-":
        start += 1
    word = "".join(tags_in(text[start:cursor]))
    others = TypedTags.of(f"{text[:start].rstrip('+-')} {text[cursor:]}")
    there = {*others.plain, *others.add, *others.remove}
    fits = [one for one in tags if word in one.tag and one.tag not in there and one.tag != word]
    fits.sort(key=lambda one: (not one.tag.startswith(word), -one.articles, one.tag))
    return start, fits[:MOST_OFFERED]
