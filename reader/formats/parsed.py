"""The values that formats return for each article of a file."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import NO_FACTS, Article, Asset, Facts


@dataclass(frozen=True, slots=True)
class Parsed:
    """One article of a file.

    Attributes:
        article: the article itself.
        member: identifies it among the articles of its file, the same each time the file is read (a
            chapter's path, the id of a bookmark); "" if the file is one article.
        assets: the pictures and files that belong to it.
        encoding: the encoding its text was decoded with.
        facts: what the file says about it beside its text: address, author, times, state, highlights.
    """

    article: Article
    member: str = ""
    assets: tuple[Asset, ...] = ()
    encoding: str = "utf-8"
    facts: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class Refused:
    """One article of a file that cannot be read, and the reason; the others can."""

    member: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that a file names, such as one that the person followed with the service.

    Attributes:
        title: its name, or "".
        url: its address.
        site: the address of the site that it belongs to, or "".
        folder: the path of the folder that it is in (``News / Europe``), or "".
    """

    title: str
    url: str
    site: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Links of a file that are neither articles nor feeds, such as those in a list of feeds: how many."""

    links: int
