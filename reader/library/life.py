"""What can be asked of a library about reading: what was read and when, and what articles said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from reader.comparing import BlockChange
    from reader.model import Article
    from reader.reading_days import ReadingStatistics
    from reader.versions import TextVersion


class ReadingLife(Protocol):
    """Statistics, and former texts; part of :class:`~reader.library.protocol.Library`."""

    def statistics(self, today: date, weeks: int) -> ReadingStatistics:
        """What was read, with the last ``weeks`` weeks; the last of them is that of ``today``."""

    def forget_statistics(self) -> int:
        """Deletes what is known of it, for good; returns on how many days something was read."""

    def text_versions(self, article_id: int) -> tuple[TextVersion, ...]:
        """The texts of an article that are kept: first the one it has now, then the one before …

        Those that are damaged are left out. Raises ArticleNotFound.
        """

    def text_version(self, article_id: int, number: int) -> Article:
        """One of them by its number; 0 is the text as it is now.

        Raises:
            ArticleNotFound: there is no such article.
            NoSuchText: there is no such text of it.
            ArticleDamaged: it cannot be read.
        """

    def changes_since_read(self, article_id: int) -> tuple[BlockChange, ...]:
        """What is new in an article since the person read it, and what is gone; nothing if they know it.

        Raises like :meth:`text_version`.
        """

    def know_text(self, article_id: int) -> None:
        """The person knows the text of an article as it is now: nothing of it is new to them any more."""
