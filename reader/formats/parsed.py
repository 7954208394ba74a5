"""What a format gives for each article of a file."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Article, Asset


@dataclass(frozen=True, slots=True)
class Parsed:
    """One article of a file.

    Attributes:
        article: what it says.
        member: what tells it from the other articles of its file, the same each time the file is read (a
            chapter's path, the id of a bookmark); "" in a file that is one article.
        assets: the pictures and files that belong to it.
        encoding: the encoding its text was decoded with.
    """

    article: Article
    member: str = ""
    assets: tuple[Asset, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Refused:
    """One article of a file that cannot be read, and why; the others of the file can."""

    member: str
    reason: str
