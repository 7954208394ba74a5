"""An article carried as a record in a page of HTML that was written from it.

HTML has no place for much of what is known of an article. So a page that is exported carries its article in a
script element of data. When the page is added again and nobody has changed it, the record is read; otherwise
the text of the page is, and of the record only what the page has no place for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from reader.errors import UnreadableSource
from reader.formats.parsed import Parsed
from reader.formats.record import decode, encode
from reader.model import Asset
from reader.text import clean

_ELEMENT = re.compile(
    rb'<script type="application/json" id="article-reader" data-of="([0-9a-f]{32})">(.*?)</script>', re.DOTALL
)


def carrying(page: str, parsed: Parsed, places: Mapping[str, str]) -> str:
    """A page that ends in ``</body>``, with its article in it.

    ``places`` has the address of each picture file, relative to the page, by the name of the picture.
    """
    data = {**json.loads(encode(parsed)), "places": dict(places)}
    # What opens or ends an element must not stand in it.
    text = json.dumps(data, separators=(",", ":"))
    for sign in "&<>":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    head, end, rest = page.rpartition("</body>")
    element = f'<script type="application/json" id="article-reader" data-of="{_digest(head.encode())}">'
    return f"{head}{element}{text}</script>{end}{rest}"


def carried_in(raw: bytes, picture: Callable[[str], bytes | None]) -> Parsed | None:
    """The article that a page carries; None if it carries none or has been changed since it was written.

    ``picture`` returns the bytes of a file whose name is relative to the page.
    """
    found = _ELEMENT.search(raw)
    if found is None or _digest(raw[: found.start()]) != found[1].decode():
        return None
    try:
        parsed = decode(found[2])
        data = json.loads(found[2])
        types = {str(asset["name"]): str(asset.get("media_type", "")) for asset in data.get("assets", [])}
        places = {str(name): str(place) for name, place in data.get("places", {}).items()}
    except (UnreadableSource, ValueError, TypeError, KeyError, AttributeError):
        return None
    assets = [
        Asset(clean(name), found_raw, clean(types.get(name, "")))
        for name, place in places.items()
        if (found_raw := picture(place)) is not None
    ]
    return replace(parsed, assets=tuple(assets))


_NOT_TEXT = re.compile(rb'<p class="facts">.*?</p>\n|<section class="highlights">.*?</section>\n', re.DOTALL)


def text_alone(raw: bytes) -> tuple[bytes, Parsed | None]:
    """A page that was changed, without what stands there beside the text, and the record that it carries.

    A page that carries none, or none that can be read, is returned as it is, with None.
    """
    found = _ELEMENT.search(raw)
    if found is None:
        return raw, None
    try:
        record = decode(found[2])
    except UnreadableSource:
        return raw, None
    return _NOT_TEXT.sub(b"", raw[: found.start()] + raw[found.end() :]), record


def _digest(raw: bytes) -> str:
    # Editors and version control change line ends.
    return hashlib.blake2b(raw.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()
