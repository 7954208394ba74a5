"""Many addresses on servers of this machine: good pages, and every kind of trouble between them.

Each address has a number, a kind and, if it can be had, a page with a word of its own. Used by the tests and
by ``tests/bench/fetching.py``, which runs the servers in another process: ``python -m tests.many_addresses``.
"""

from __future__ import annotations

import gzip
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests import web_server as web
from tests.web_server import Behaviour, Exchange, Served, serving

_PARAGRAPH = (
    "The tide tables of the harbour were made by hand for a hundred years, one line for each day and one"
    " column for each quay, and whoever made a mistake heard of it from every boat that ran aground."
)


def word_of(number: int) -> str:
    """The word that the page of an address alone has."""
    return f"number{number}word"


def page_of(number: int, paragraphs: int = 6) -> str:
    """A page with the word of its number, and with what surrounds an article on a site."""
    text = "".join(
        f"<p>{_PARAGRAPH} It is paragraph {part} of {word_of(number)}.</p>\n" for part in range(paragraphs)
    )
    links = "".join(f'<li><a href="/section/{part}">Section {part}</a></li>' for part in range(12))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Page {number}</title></head>'
        f"<body><nav><ul>{links}</ul></nav><main><article><h1>Page {number}</h1>\n{text}</article></main>"
        f"<footer><ul>{links}</ul></footer></body></html>\n"
    )


def _first_fails(first: Behaviour) -> Callable[[int], Behaviour]:
    """A page that can be had only the second time."""

    def made(number: int) -> Behaviour:
        seen = Counter[str]()

        def behave(exchange: Exchange) -> None:
            seen[exchange.path] += 1
            if seen[exchange.path] == 1:
                first(exchange)
            else:
                exchange.answer(page_of(number))

        return behave

    return made


def _closing(number: int) -> Behaviour:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return lambda exchange: exchange.send(head + page_of(number).encode())


def _wrong_charset(number: int) -> Behaviour:
    text = page_of(number).replace("boat that", "boat – “café” – that")
    return lambda exchange: exchange.answer(text, "text/html; charset=iso-8859-5")


def _length(change: Callable[[int], int]) -> Callable[[int], Behaviour]:
    def made(number: int) -> Behaviour:
        raw = page_of(number).encode()
        return lambda exchange: exchange.answer(raw, length=change(len(raw)))

    return made


GOOD: dict[str, Callable[[int], Behaviour]] = {
    "plain": lambda number: web.gives(page_of(number)),
    "gzip": lambda number: web.zipped(page_of(number)),
    "deflate": lambda number: web.deflated(page_of(number), raw=True),
    "chunks": lambda number: web.in_chunks(page_of(number)),
    "without a length": _closing,
    "length too long": _length(lambda size: size + 999),
    "length too short": _length(lambda size: size // 3),
    "length absurd": _length(lambda _: 10**15),
    "type of a picture": lambda number: web.gives(page_of(number), "image/jpeg"),
    "type of text": lambda number: web.gives(page_of(number), "text/plain"),
    "no type": lambda number: web.gives(page_of(number), ""),
    "wrong charset": _wrong_charset,
    "says gzip, is not": lambda number: web.gives(page_of(number), Content_Encoding="gzip"),
    "is gzip, does not say": lambda number: web.gives(gzip.compress(page_of(number).encode())),
    "closes early, once": _first_fails(web.closes_early),
    "busy, once": _first_fails(web.gives("", status="503 Busy", Retry_After="1")),
}

BAD: dict[str, Behaviour] = {
    "missing": web.missing,
    "gone": web.gives("", status="410 Gone"),
    "error": web.gives("", status="500 Oops"),
    "forbidden": web.gives("", status="403 Forbidden"),
    "closes early": web.closes_early,
    "closes at once": web.closes_at_once,
    "bomb": web.bomb,
    "bomb in a bomb": web.double_bomb,
    "never ends": web.endless_body,
    "head never ends": web.endless_head,
    "nothing": web.gives(""),
    "no text": web.gives("<html><head><title>x</title></head><body><script>1</script></body></html>"),
    "PDF": web.gives(b"%PDF-1.7\n\0\1\2", "text/html"),
    "video": web.gives(bytes(3000), "video/mp4"),
    "damaged gzip": web.gives(b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\xff" * 300, Content_Encoding="gzip"),
    "circle": lambda exchange: web.redirects(exchange.path)(exchange),
    "to a file": web.redirects("file:///etc/passwd"),
    "to a private network": web.redirects("http://10.0.0.1/admin"),
    "to link-local": web.redirects("http://169.254.169.254/latest/meta-data/"),
    "no HTTP": lambda exchange: exchange.send(b"220 smtp.example.org ESMTP\r\n"),
}

SLOW: dict[str, Behaviour] = {
    "stalls": web.stalls,
    "stalls within": web.stalls_within,
    "drips": web.drips,
    "head drips": web.dripping_head,
}


@dataclass(frozen=True)
class OneOfMany:
    """One address: where it is, what happens there, and whether its page can be had."""

    number: int
    url: str
    kind: str
    good: bool


def many(servers: Sequence[Served], count: int, *, slow: bool = True) -> list[OneOfMany]:
    """Sets up addresses on servers: about two thirds of them good, some behind a redirect."""
    kinds = [*GOOD, *BAD, *(SLOW if slow else ()), *GOOD, "redirect"]
    found = []
    for number in range(count):
        served, kind = servers[number % len(servers)], kinds[number % len(kinds)]
        path = f"/{number}"
        if kind == "redirect":
            served.paths[f"{path}/there"] = web.gives(page_of(number))
            served.paths[path] = web.redirects(f"{path}/there", "301 Moved Permanently")
        else:
            served.paths[path] = GOOD[kind](number) if kind in GOOD else {**BAD, **SLOW}[kind]
        found.append(OneOfMany(number, served.url(path), kind, kind in GOOD or kind == "redirect"))
    return found


@contextmanager
def several(count: int) -> Iterator[list[Served]]:
    """Servers for the time of the block: each is a host of its own, since each has a port of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving()) for _ in range(count)]


def bookmarks_of(addresses: Sequence[OneOfMany]) -> str:
    """A file of bookmarks, as browsers export them, with all the addresses."""
    marks = "".join(f'<DT><A HREF="{one.url}">Mark {one.number}</A>\n' for one in addresses)
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n{marks}</DL><p>\n"


def _main() -> None:
    """Runs servers until standard input ends; each line there is answered with what was asked so far."""
    hosts, count = map(int, sys.argv[1:3])
    with several(hosts) as servers:
        found = many(servers, count)
        print(json.dumps([[one.number, one.url, one.kind, one.good] for one in found]), flush=True)
        for _ in sys.stdin:
            asked = Counter(exchange.path for served in servers for exchange in served.asked)
            most = max(served.most_at_once for served in servers)
            print(json.dumps({"asked": asked, "most": most}), flush=True)
        threading.Event().wait(0.1)


if __name__ == "__main__":
    _main()
