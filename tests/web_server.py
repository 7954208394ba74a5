"""Web servers on this machine for tests: good ones, and every bad one that a test can think of.

``Served`` answers each path with a function that writes to the connection whatever it likes: nothing, half an
answer, or a bomb. It counts what it was asked, so tests can check how it was asked.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[["Exchange"], None]


@dataclass
class Exchange:
    """One request, and the connection that it came through."""

    path: str
    headers: dict[str, str]
    connection: socket.socket
    ending: threading.Event
    host: str = ""

    def send(self, raw: bytes) -> None:
        self.connection.sendall(raw)

    def answer(
        self,
        body: bytes | str = b"",
        kind: str = "text/html; charset=utf-8",
        *,
        status: str = "200 OK",
        length: int | None = None,
        **headers: str,
    ) -> None:
        """An answer as servers write it; ``length`` is what it says of its length."""
        raw = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
        lines.append(f"Content-Length: {len(raw) if length is None else length}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + raw)

    def wait(self, seconds: float = 60.0) -> None:
        """Does nothing for a while, or until the client has gone or the server ends."""
        until = time.monotonic() + seconds
        self.connection.settimeout(0.05)
        while time.monotonic() < until and not self.ending.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return


@dataclass
class Served:
    """A server that is running. ``paths`` may be changed meanwhile."""

    paths: dict[str, Behaviour]
    listening: socket.socket
    tls: ssl.SSLContext | None = None
    asked: list[Exchange] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    most_at_once: int = 0
    connections: int = 0
    ending: threading.Event = field(default_factory=threading.Event)
    default: Behaviour | None = None
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """``http://127.0.0.1:PORT``, without a slash at the end."""
        host, port = self.listening.getsockname()[:2]
        return f"http{'s' if self.tls else ''}://{host}:{port}"

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(exchange.path == path for exchange in self.asked)

    # --- running ----------------------------------------------------------------------------------------

    def run(self) -> None:
        while not self.ending.is_set():
            try:
                connection, _ = self.listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            connection.settimeout(30)
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self._exchange(connection)
        except (OSError, ValueError):
            pass  # the client has gone, as it may
        finally:
            with contextlib.suppress(OSError):
                connection.close()
            with self._lock:
                self._now -= 1

    def _exchange(self, connection: socket.socket) -> None:
        raw = b""
        while b"\r\n\r\n" not in raw:
            data = connection.recv(65536)
            if not data:
                return
            raw += data
            if raw[:1] == b"\x16":
                # A client that wants a secure connection, which there is not.
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        first, *lines = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        exchange = Exchange(first.split(" ")[1], headers, connection, self.ending, headers.get("host", ""))
        self.asked.append(exchange)
        self.times.append(time.monotonic())
        behave = self.paths.get(exchange.path.partition("?")[0], self.default or missing)
        behave(exchange)


@contextmanager
def serving(
    paths: dict[str, Behaviour] | None = None,
    *,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
    default: Behaviour | None = None,
) -> Iterator[Served]:
    """A server for the time of the block."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, 0))
        listening.listen(128)
        listening.settimeout(0.02)
        served = Served(paths if paths is not None else {}, listening, tls, default=default)
        thread = threading.Thread(target=served.run, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.ending.set()
            thread.join(5)


# --- behaviours -------------------------------------------------------------------------------------------


def page(title: str = "A page", *paragraphs: str) -> str:
    """An article as a site sends it."""
    text = paragraphs or (
        "The harbour master keeps a book in which every ship is written down on the day it comes.",
        "Nobody has read the whole of it, and nobody has ever torn out a leaf, so it has grown thick.",
        "On a quiet evening he opens it anywhere and reads aloud, and the gulls are said to listen.",
    )
    body = "".join(f"<p>{one}</p>\n" for one in text)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>\n{body}</article></body></html>\n"
    )


def gives(body: bytes | str, kind: str = "text/html; charset=utf-8", **more: str) -> Behaviour:
    """Answers with a body."""
    return lambda exchange: exchange.answer(body, kind, **more)


def redirects(to: str, status: str = "302 Found") -> Behaviour:
    return lambda exchange: exchange.answer("", status=status, Location=to)


def missing(exchange: Exchange) -> None:
    exchange.answer("<h1>Not here</h1>", status="404 Not Found")


def stalls(exchange: Exchange) -> None:
    """Takes the request and never says a word."""
    exchange.wait()


def stalls_within(exchange: Exchange) -> None:
    """Begins well, and falls silent."""
    exchange.answer(page()[:200], length=5000)
    exchange.wait()


def drips(exchange: Exchange) -> None:
    """Sends a letter now and then, for ever, so that it is never silent."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while not exchange.ending.wait(0.05):
        exchange.send(b"x")


def endless_head(exchange: Exchange) -> None:
    """Headers without end."""
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(10**9):
        if exchange.ending.is_set():
            return
        exchange.send(b"X-Header-%d: %s\r\n" % (number, b"y" * 1000))


def dripping_head(exchange: Exchange) -> None:
    """Headers without end, one at a time."""
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(10**9):
        if exchange.ending.wait(0.05):
            return
        exchange.send(b"X-%d: y\r\n" % number)


def endless_body(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>")
    while not exchange.ending.is_set():
        exchange.send(b"<p>and so on" * 5000)


def closes_early(exchange: Exchange) -> None:
    exchange.answer(page()[:150], length=5000)


def closes_at_once(exchange: Exchange) -> None:
    """Says nothing at all."""


def says_too_much(exchange: Exchange) -> None:
    """Its length is announced as more than it is; everything is there all the same."""
    body = page("Longer on paper")
    exchange.answer(body, length=len(body) + 1000)


def says_too_little(exchange: Exchange) -> None:
    """Its length is announced as less than it is."""
    exchange.answer(page("Shorter on paper"), length=100)


def bomb(exchange: Exchange) -> None:
    """A few kilobytes that unpack to much more than may be received."""
    # Packed in no time: a server that is silent for long while it packs would be given up.
    exchange.answer(gzip.compress(bytes(2**24), 1), Content_Encoding="gzip")


def double_bomb(exchange: Exchange) -> None:
    """A bomb in a bomb."""
    packed = gzip.compress(gzip.compress(bytes(2**24), 1), 1)
    exchange.answer(packed, Content_Encoding="gzip, gzip")


def zipped(body: str, **headers: str) -> Behaviour:
    return lambda exchange: exchange.answer(gzip.compress(body.encode()), Content_Encoding="gzip", **headers)


def deflated(body: str, *, raw: bool) -> Behaviour:
    pack = zlib.compressobj(wbits=-zlib.MAX_WBITS if raw else zlib.MAX_WBITS)
    packed = pack.compress(body.encode()) + pack.flush()
    return lambda exchange: exchange.answer(packed, Content_Encoding="deflate")


def in_chunks(body: str) -> Behaviour:
    """Sends a body of a length that it does not announce."""

    def behave(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        raw = body.encode()
        for at in range(0, len(raw), 100):
            piece = raw[at : at + 100]
            exchange.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        exchange.send(b"0\r\n\r\n")

    return behave
