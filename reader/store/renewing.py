"""Texts that were fetched for an article that the library already has.

The article keeps its number, its state and its highlights, and what its other sources are. Two articles whose
addresses lead to the same page, or to the same text, become one.
"""

from __future__ import annotations

from dataclasses import replace

from reader.model import Page
from reader.store import values
from reader.store.pages import Pages, PutResult
from reader.store.preparing import Prepared, prepare


class Renewing(Pages):
    """Writes pages, also those that were fetched, inside the caller's transaction."""

    def renew(self, article: int, page: Page | Prepared, now: float) -> PutResult:
        """Gives an article the text of a page, whatever text it had.

        Nothing happens if the article has been removed meanwhile.

        Args:
            article: the article that the page was fetched for.
            page: the page, with the address of the article (``facts.url``).
            now: the time, in seconds since the epoch.

        Returns:
            The article that has the text now, which is another one if that has the same text or came from the
            same page; and ``same`` if that is so.
        """
        page = page if isinstance(page, Prepared) else prepare(page)
        with self._db.transaction():
            if not self._exists(article):
                return PutResult(article, "unchanged")
            row = self.origins.known(page.source, page.file_digest).row(page.member)
            target: int = self._db.value(
                "SELECT id FROM articles WHERE key = ? ORDER BY id <> ? LIMIT 1", (page.keys.key, article)
            ) or (article if row is None else row.article)
            if target != article:
                page = self._known_as(page, target)
            if row is None:
                put = self._add(page, target, now, last=True, over=target == article)
            else:
                self._keep_page(row.id, page)
                if row.article == target:
                    put = self._refresh(row.id, target, page, now)
                else:
                    put = self._change(row.id, row.article, target, page, now)
            if put.id != article and self._exists(article):
                self.joining.join(article, put.id, page, now)
                return PutResult(put.id, "updated", same=True)
            return PutResult(put.id, put.outcome)

    def _known_as(self, page: Prepared, article: int) -> Prepared:
        """A page with the address of the article that it is: the one it was asked by is a further one."""
        row = self._db.row("SELECT url, url_key FROM articles WHERE id = ?", (article,))
        url, url_key = map(values.text, row or ("", ""))
        return replace(page, facts=replace(page.facts, url=url), url_key=url_key) if url_key else page
