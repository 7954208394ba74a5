"""Prepares everything that depends on a page alone: keys, digests, packed bytes. Pure functions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from reader.model import Article, Link, Page
from reader.store.assets import PreparedAsset, prepare_assets
from reader.store.blobs import Blob, blob_of
from reader.store.codec import Keys, digest, encode_blocks, key_teaser, key_title, keys_of


class _LinkKeys(NamedTuple):
    title: str
    cut: bool
    teaser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page with everything derived from it that takes time, computed before the library is locked."""

    source: str
    member: str
    media_type: str
    encoding: str
    article: Article
    blob: Blob
    assets: tuple[PreparedAsset, ...]
    keys: Keys
    blocks: str
    link_keys: tuple[_LinkKeys, ...]
    stated: str


def prepare(page: Page, blob: Blob | None = None) -> Prepared:
    """The page ready to be stored. Needs no library.

    ``blob`` is the result of :func:`reader.store.blobs.blob_of` for its bytes, if the caller has it: the
    articles of one file share it.
    """
    article = page.article
    return Prepared(
        source=page.source,
        member=page.member,
        media_type=page.media_type,
        encoding=page.encoding,
        article=article,
        blob=blob or blob_of(page.raw),
        assets=prepare_assets(page.assets),
        keys=keys_of(article),
        blocks=encode_blocks(article.blocks),
        link_keys=tuple(_LinkKeys(*key_title(link.title), key_teaser(link.teaser)) for link in article.links),
        stated=digest_of(article.links),
    )


def digest_of(links: tuple[Link, ...]) -> str:
    """A digest of the links that a page states; '' if it states none."""
    if not links:
        return ""
    return digest(json.dumps([(link.kind, link.title, link.teaser) for link in links]).encode())
