"""Connects to the machine that was checked, and to no other.

The name of a host is looked up once, here. Every address that it has is held against the rules, and the
connection goes to one that passed, by its number. A name that would lead to another machine the next time
(DNS rebinding) is not looked up a second time. The certificate is checked against the name all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import AsyncIterator
from typing import Any

import httpcore
import httpx

from reader.fetching.hosts import Turn
from reader.fetching.rules import Rules
from reader.fetching.values import FetchFailed, Limits

_MOST_TRIED = 4
"""How many addresses of a host are tried."""

_MOST_HEAD = 256 * 2**10


class Checked(httpx.AsyncBaseTransport):
    """A transport for httpx: one request, one connection, to an address that the rules allow."""

    def __init__(self, rules: Rules, limits: Limits) -> None:
        self._rules = rules
        self._limits = limits
        self._backend = httpcore.AnyIOBackend()
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request. The answer's extension ``wire`` is the :class:`Wire` that it comes through.

        Raises:
            FetchFailed: the host is not to be connected to, or has no address.
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: no answer came.
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port or (443 if request.url.scheme == "https" else 80),
            target=request.url.raw_path,
        )
        wire = Wire(await self._connect(url))
        if isinstance(turn := request.extensions.get("turn"), Turn):
            # Also if nothing comes: a silent machine of one's own needs no rest.
            turn.near = self._rules.is_near(wire.peer)
        try:
            connection = httpcore.AsyncHTTP11Connection(url.origin, wire)
            answer = await connection.handle_async_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=b"",
                    extensions={"timeout": {"read": self._limits.silence, "write": self._limits.silence}},
                )
            )
        except BaseException:
            await wire.aclose()
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, wire),
            extensions={**answer.extensions, "wire": wire},
        )

    async def _connect(self, url: httpcore.URL) -> httpcore.AsyncNetworkStream:
        host = url.host.decode("ascii")
        loop = asyncio.get_running_loop()
        until = loop.time() + self._limits.connect
        try:
            async with asyncio.timeout_at(until):
                addresses = await look_up(host, url.port or 80)
        except TimeoutError as error:
            raise FetchFailed(f"the name {host} could not be looked up in time") from error
        allowed = [address for address in addresses if self._rules.allow(address)]
        if not allowed:
            raise FetchFailed(
                f"{_named(host, addresses[0])} is not a machine in the public network"
                " ('allow-private-addresses' in the configuration allows it)"
            )
        tried = allowed[:_MOST_TRIED]
        for number, address in enumerate(tried, 1):
            share = max(0.1, (until - loop.time()) / (1 + len(tried) - number))
            try:
                return await self._connect_to(address, url, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(tried):
                    raise
        raise AssertionError("unreachable")

    async def _connect_to(
        self, address: str, url: httpcore.URL, seconds: float
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(address, url.port or 80, timeout=seconds)
        if url.scheme != b"https":
            return stream
        try:
            if self._tls is None:
                # Certificates of the system's own choice only by SSL_CERT_FILE or SSL_CERT_DIR.
                self._tls = httpx.create_ssl_context()
            return await stream.start_tls(
                self._tls, server_hostname=url.host.decode("ascii"), timeout=self._limits.connect
            )
        except BaseException:
            await stream.aclose()
            raise

    async def aclose(self) -> None:
        """Nothing stays open between requests."""


class Wire(httpcore.AsyncNetworkStream):
    """A connection that knows how much came through it, because servers announce wrong lengths."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._head = b""
        self._body_at = -1
        self._received = 0
        self._last = b""

    @property
    def peer(self) -> str:
        """The number of the machine at the other end."""
        peer = self._stream.get_extra_info("server_addr")
        return str(peer[0]) if peer else ""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 (as httpcore has it)
        """Reads from the connection."""
        data = await self._stream.read(max_bytes, timeout)
        if self._body_at < 0 and len(self._head) < _MOST_HEAD:
            self._head += data
            end = re.search(rb"\r?\n\r?\n", self._head)
            if end:
                # After an interim answer (100) another head follows; then nothing is said about surplus.
                self._body_at = end.end() if not re.match(rb"HTTP/1\.\d 1", self._head) else 2**62
                self._head = b""
        self._received += len(data)
        self._last = data
        return data

    def surplus(self, announced: int) -> bytes:
        """What has already come beyond the announced length of the body."""
        if self._body_at < 0:
            return b""
        extra = self._received - self._body_at - announced
        return self._last[-extra:] if 0 < extra <= len(self._last) else b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Writes to the connection."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (as httpcore has it)
        """Facts about the connection."""
        return self._stream.get_extra_info(info)


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, wire: Wire) -> None:
        self._answer = answer
        self._wire = wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        with contextlib.suppress(httpcore.NetworkError, httpcore.TimeoutException, OSError):
            await self._wire.aclose()


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as numbers, those first that the system prefers.

    Raises:
        FetchFailed: it has none.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: Exception | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def work() -> None:
        addresses: list[str] = []
        failure: Exception | None = None
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
            if not addresses:
                failure = FetchFailed(f"the host {host} has no address")
        except (OSError, UnicodeError) as error:
            failure = FetchFailed(f"there is no host {host}, or no network ({_words(error)})")
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, addresses, failure)

    # A thread of its own that nobody waits for: the system's look-up cannot be interrupted.
    threading.Thread(target=work, name="look up", daemon=True).start()
    return await found


def _words(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return words[:1].lower() + words[1:]


def _named(host: str, address: str) -> str:
    return host if host == address else f"{host} ({address})"
