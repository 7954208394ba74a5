"""What was read in a library on this machine, and what its articles said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.counting import count_words
from reader.errors import ArticleDamaged, NoSuchText
from reader.library.life import ReadingLife
from reader.versions import TextVersion

if TYPE_CHECKING:
    from datetime import date

    from reader.comparing import BlockChange
    from reader.model import Article
    from reader.reading_days import ReadingStatistics
    from reader.store import Store


class LocalLife(ReadingLife):
    """Reading in a library on this machine; what the methods do is said in :class:`ReadingLife`."""

    store: Store

    def statistics(self, today: date, weeks: int) -> ReadingStatistics:
        from reader.reading_days import summed_up

        return summed_up(self.store.reading.all(), today, weeks)

    def forget_statistics(self) -> int:
        return self.store.reading.forget()

    def text_versions(self, article_id: int) -> tuple[TextVersion, ...]:
        now = self.store.articles.summary(article_id)
        found = [TextVersion(0, None, now.title, now.words)]
        for number, former in enumerate(self.store.former.of(article_id), 1):
            try:
                text = self.store.former.text(article_id, former.id)
            except ArticleDamaged:
                continue
            words = count_words(text.text())
            found.append(TextVersion(number, former.replaced, text.title, words, former.was_read))
        return tuple(found)

    def text_version(self, article_id: int, number: int) -> Article:
        if number == 0:
            return self.store.articles.get(article_id)
        self.store.articles.summary(article_id)
        former = self.store.former.of(article_id)
        if not 0 < number <= len(former):
            raise NoSuchText(article_id, number)
        return self.store.former.text(article_id, former[number - 1].id)

    def changes_since_read(self, article_id: int) -> tuple[BlockChange, ...]:
        from reader.comparing import compare

        now = self.store.articles.get(article_id)
        read = self.store.former.read_last(article_id)
        return () if read is None else compare(self.store.former.text(article_id, read.id), now)

    def know_text(self, article_id: int) -> None:
        if self.store.read_only or self.store.former.read_last(article_id) is None:
            return
        from reader.store.values import LAST_MOMENT

        with self.store.transaction():
            self.store.former.is_known(article_id, LAST_MOMENT)
