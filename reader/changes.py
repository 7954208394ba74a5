"""Changes to articles as plain values: the request, the result, and sentences about both.

Each change sets one *aspect* of some articles: whether they are starred, when they were read, their tags,
whether they are in the library or in the trash. ``becomes`` says what the aspect of each article is
afterwards; reading and writing an aspect is left to the library. A change therefore needs no code to
undo it: the library remembers what the aspect of each article was before.
To add a change, write its class and add it to ``Change``. A change to something new also needs an aspect
here and in ``reader.store.aspects``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from reader.facts import TitleFrom
from reader.highlight_words import said_of_highlights

Aspect = Literal["star", "read", "archive", "tags", "remark", "highlights", "here", "page"]
"""What a change sets: starred or not; when it was read (None: unread); when it was archived; the tags; the
remark on the whole article; the highlights (see :func:`reader.facts.fact_of`); in the library (True) or in
the trash (False); the file of its page, with what that says."""

Fact = bool | float | str | tuple[str, ...] | None
"""The value of an aspect of an article."""

FactsById = Mapping[int, Fact]
"""The facts of many articles, by their ids."""

JournalAction = Literal["applied", "undone", "redone"]


@dataclass(frozen=True, slots=True)
class Star:
    """Stars articles, or removes the star."""

    articles: tuple[int, ...]
    on: bool = True
    aspect: ClassVar[Aspect] = "star"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """Whether each article is starred afterwards."""
        return dict.fromkeys(facts, self.on)

    def said(self, what: str) -> str:
        """The change in words; ``what`` names the articles."""
        return f"Starred {what}" if self.on else f"Star removed from {what}"


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Marks articles as read, or as unread. Articles that are already read keep their time."""

    articles: tuple[int, ...]
    on: bool = True
    aspect: ClassVar[Aspect] = "read"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """When each article was read."""
        if not self.on:
            return dict.fromkeys(facts)
        return {article: now if fact is None else fact for article, fact in facts.items()}

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Marked {what} {'read' if self.on else 'unread'}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Puts articles away in the archive, or takes them out. Those already there keep their time."""

    articles: tuple[int, ...]
    on: bool = True
    aspect: ClassVar[Aspect] = "archive"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """When each article was archived."""
        if not self.on:
            return dict.fromkeys(facts)
        return {article: now if fact is None else fact for article, fact in facts.items()}

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Archived {what}" if self.on else f"Took {what} out of the archive"


@dataclass(frozen=True, slots=True)
class Remark:
    """Replaces the remark on whole articles; an empty text removes it."""

    articles: tuple[int, ...]
    text: str
    aspect: ClassVar[Aspect] = "remark"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The remark on each article."""
        return dict.fromkeys(facts, self.text)

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Wrote a note on {what}" if self.text else f"Removed the note on {what}"


@dataclass(frozen=True, slots=True)
class MarkPassages:
    """Adds highlights to articles and removes others; to edit one, remove it and add the new one.

    Highlights are given as :func:`reader.facts.fact_of` writes them. :mod:`reader.highlighting` has functions
    that make these changes. An edit of what is no longer there does nothing.
    """

    articles: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    aspect: ClassVar[Aspect] = "highlights"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The highlights of each article, in a fixed order."""
        return {article: self._of(fact) for article, fact in facts.items()}

    def _of(self, fact: Fact) -> Fact:
        before = set(fact) if isinstance(fact, tuple) else set()
        if self.add and self.remove and before.isdisjoint(self.remove):
            return fact
        return tuple(sorted({*before, *self.add}.difference(self.remove)))

    def said(self, what: str) -> str:
        """The change in words: it names the passage, or says how many there are in the articles."""
        return said_of_highlights(self.add, self.remove, what)


@dataclass(frozen=True, slots=True)
class Tag:
    """Adds tags to articles, and removes others."""

    articles: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    aspect: ClassVar[Aspect] = "tags"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The tags of each article."""
        return {article: self._of(fact) for article, fact in facts.items()}

    def _of(self, fact: Fact) -> Fact:
        before = fact if isinstance(fact, tuple) else ()
        left = [tag for tag in before if tag not in self.remove]
        return tuple(dict.fromkeys((*left, *self.add)))

    def said(self, what: str) -> str:
        """The change in words."""
        if not self.remove:
            return f"Tagged {what}: {', '.join(self.add)}"
        if not self.add:
            return f"Removed {_tags(self.remove)} from {what}"
        return f"Tagged {what}: {', '.join(self.add)}; removed {_tags(self.remove)}"


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Puts one tag in the place of another. Articles without the old one stay as they are."""

    articles: tuple[int, ...]
    old: str
    new: str
    aspect: ClassVar[Aspect] = "tags"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The tags of each article."""
        return {article: self._of(fact) for article, fact in facts.items()}

    def _of(self, fact: Fact) -> Fact:
        before = fact if isinstance(fact, tuple) else ()
        return tuple(dict.fromkeys(self.new if tag == self.old else tag for tag in before))

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Renamed the tag {self.old} to {self.new} on {what}"


@dataclass(frozen=True, slots=True)
class SetTags:
    """Replaces the tags of articles with these."""

    articles: tuple[int, ...]
    tags: tuple[str, ...]
    aspect: ClassVar[Aspect] = "tags"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The tags of each article."""
        return dict.fromkeys(facts, self.tags)

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Tagged {what}: {', '.join(self.tags)}" if self.tags else f"Removed all tags from {what}"


@dataclass(frozen=True, slots=True)
class Remove:
    """Moves articles to the trash."""

    articles: tuple[int, ...]
    aspect: ClassVar[Aspect] = "here"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """None of them is in the library."""
        return dict.fromkeys(facts, False)

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Moved {what} to the trash"


@dataclass(frozen=True, slots=True)
class Restore:
    """Brings articles back from the trash."""

    articles: tuple[int, ...]
    aspect: ClassVar[Aspect] = "here"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """All of them are in the library."""
        return dict.fromkeys(facts, True)

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Restored {what}"


@dataclass(frozen=True, slots=True)
class EditPage:
    """The page of an article was edited in its file; see :mod:`reader.library.editing`.

    It is made with an editor: when it is noted there is nothing left to do.
    """

    articles: tuple[int, ...]
    aspect: ClassVar[Aspect] = "page"

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The page of each article as it is."""
        return facts

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Edited the page of {what}"


@dataclass(frozen=True, slots=True)
class Put:
    """Sets an aspect of each article to a given fact: the inverse of any change."""

    aspect: Aspect
    facts: tuple[tuple[Fact, tuple[int, ...]], ...]
    """Each fact with the articles that get it."""

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles, those with the same fact together."""
        return tuple(article for _, articles in self.facts for article in articles)

    def becomes(self, facts: FactsById, now: float) -> FactsById:
        """The fact given for each article."""
        given = {article: fact for fact, articles in self.facts for article in articles}
        return {article: given.get(article, fact) for article, fact in facts.items()}

    def said(self, what: str) -> str:
        """The change in words."""
        return f"Changed {what} back"


Change = (
    Star
    | MarkRead
    | Archive
    | Remark
    | MarkPassages
    | Tag
    | RenameTag
    | SetTags
    | Remove
    | Restore
    | EditPage
    | Put
)


def grouped(facts: FactsById) -> tuple[tuple[Fact, tuple[int, ...]], ...]:
    """Facts by article, grouped: each fact with its articles."""
    groups: dict[tuple[type, Fact], list[int]] = {}
    for article, fact in facts.items():
        groups.setdefault((type(fact), fact), []).append(article)
    return tuple((fact, tuple(articles)) for (_, fact), articles in groups.items())


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of a change, or of undoing or redoing one.

    Attributes:
        change: the change as requested.
        number: its number in the journal; None if nothing changed, because the journal keeps only changes.
        articles: the articles that really changed.
        inverse: the change that takes exactly this back.
        action: whether it was applied, undone or redone.
        missing: articles that are neither in the library nor in the trash.
        kept: articles that were left alone because they had changed since (undo and redo only).
        merged: for each restored article whose text had been added again, the article with that text; the
            restored one became part of it.
        skipped: how many newer changes in the journal could not be read and were left alone.
    """

    change: Change
    number: int | None
    articles: tuple[int, ...]
    inverse: Put
    action: JournalAction = "applied"
    missing: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    merged: tuple[tuple[int, int], ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Trashed:
    """An article in the trash: the id it had and gets back, its title, when it was removed, and where its
    title comes from.
    """

    id: int
    title: str
    removed: float
    title_from: TitleFrom = "page"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A change in the journal.

    Attributes:
        number: its number; a later change has a higher one.
        at: when it was made, in seconds since the epoch.
        change: the change, with the articles that really changed; None if it cannot be read.
        undone: whether it is undone at present, so that it can be redone.
        problem: why it cannot be read, in words; else "".
    """

    number: int
    at: float
    change: Change | None
    undone: bool
    problem: str = ""


# --- in words ---------------------------------------------------------------------------------------------


def describe(applied: Applied, titles: Mapping[int, str]) -> str:
    """A sentence that tells the user what happened.

    ``titles`` are the titles of the articles, by id; only the title of a single article is used.
    """
    done = applied.change.said(named(applied.articles or applied.change.articles, titles))
    sentence = {
        "applied": done,
        "undone": f"Undone: {_lower(done)}",
        "redone": f"Redone: {_lower(done)}",
    }[applied.action]
    if not applied.articles:
        not_done = {"applied": "Nothing changed", "undone": "Not undone", "redone": "Not redone"}
        sentence = not_done[applied.action]
        if applied.action != "applied":
            sentence += f": {_lower(done)}"
    return "; ".join([sentence, *_notes(applied)])


def _notes(applied: Applied) -> Iterable[str]:
    if kept := len(applied.kept):
        yield f"{count(kept)} {'has' if kept == 1 else 'have'} changed since and {_stay(kept)}"
    if missing := len(applied.missing):
        yield f"{count(missing)} no longer {'exists' if missing == 1 else 'exist'}"
    if merged := len(applied.merged):
        yield f"{count(merged)} merged with the same text, which had been added again"
    if skipped := applied.skipped:
        changes = "1 newer change" if skipped == 1 else f"{skipped} newer changes"
        yield f"{changes} could not be read and {'was' if skipped == 1 else 'were'} skipped"


def named(articles: tuple[int, ...], titles: Mapping[int, str]) -> str:
    """Articles in words: “Title”, or their number."""
    if len(articles) != 1:
        return count(len(articles))
    title = titles.get(articles[0], "")
    return f"“{title}”" if title else f"article {articles[0]}"


def count(number: int) -> str:
    """A number of articles in words."""
    return "1 article" if number == 1 else f"{number:,} articles"


def _stay(number: int) -> str:
    return "stays as it is" if number == 1 else "stay as they are"


def _tags(tags: tuple[str, ...]) -> str:
    return f"the {'tag' if len(tags) == 1 else 'tags'} {', '.join(tags)}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
