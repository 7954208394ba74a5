"""Prepares everything that depends on a page alone: keys, digests, packed bytes. Pure functions."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.addresses import address_key
from reader.model import Article, Facts, Link, Page
from reader.store.assets import PreparedAsset, prepare_assets
from reader.store.blobs import Blob, blob_of
from reader.store.codec import (
    Keys,
    digest,
    encode_blocks,
    key_teaser,
    key_title,
    keys_of,
    link_address_key,
)


class _LinkKeys(NamedTuple):
    title: str
    cut: bool
    teaser: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page with everything derived from it that takes time, computed before the library is locked."""

    source: str
    member: str
    media_type: str
    encoding: str
    article: Article
    facts: Facts
    url_key: str
    file_digest: str
    blob: Blob
    record: bool
    assets: tuple[PreparedAsset, ...]
    keys: Keys
    blocks: str
    link_keys: tuple[_LinkKeys, ...]
    stated: str

    @property
    def empty(self) -> bool:
        """Whether it has no text: it is known by its title and its address only."""
        return not (self.article.blocks or self.article.note)


def prepare(page: Page, blob: Blob | None = None, file_digest: str = "") -> Prepared:
    """The page ready to be stored. Needs no library.

    ``blob`` is the result of :func:`reader.store.blobs.blob_of` for the bytes of its file, if the caller has
    it: the articles of one file share it. ``file_digest`` is their digest, if the caller has that.
    """
    article, url_key = page.article, address_key(page.facts.url)
    if page.record is not None:
        file_digest = file_digest or digest(page.raw)
        blob = blob_of(page.record)
    elif blob is None:
        blob = blob_of(page.raw, file_digest)
    return Prepared(
        source=page.source,
        member=page.member,
        media_type=page.media_type,
        encoding=page.encoding,
        article=article,
        facts=page.facts,
        url_key=url_key,
        file_digest=file_digest or blob.digest,
        blob=blob,
        record=page.record is not None,
        assets=prepare_assets(page.assets),
        keys=keys_of(article, url_key),
        blocks=encode_blocks(article.blocks),
        link_keys=tuple(keys_of_link(link) for link in article.links),
        stated=digest_of(article.links),
    )


def as_summary(page: Prepared) -> Prepared:
    """The page without its text, which is kept as the excerpt: it only sums up the article at its address."""
    article = replace(page.article, blocks=(), note="")
    facts = replace(page.facts, excerpt=page.facts.excerpt or " ".join(page.article.text().split()))
    keys = keys_of(article, page.url_key)
    return replace(page, article=article, facts=facts, keys=keys, blocks=encode_blocks(()))


def digest_of(links: tuple[Link, ...]) -> str:
    """A digest of the links that a page states; '' if it states none."""
    if not links:
        return ""
    # Digests of links without addresses were made before links had them.
    said = [(link.kind, link.title, link.teaser, *([link.address] if link.address else [])) for link in links]
    return digest(json.dumps(said).encode())


def keys_of_link(link: Link) -> _LinkKeys:
    """What a link is compared by."""
    return _LinkKeys(*key_title(link.title), key_teaser(link.teaser), link_address_key(link.address))
