"""Fetches one address, from redirect to redirect to its answer. Every step is checked like the first."""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from reader import __version__
from reader.fetching.addresses import host_of, tidy
from reader.fetching.hosts import Turn
from reader.fetching.receiving import receive
from reader.fetching.rules import Rules
from reader.fetching.transport import Checked
from reader.fetching.unpacking import accepted
from reader.fetching.values import Answer, FetchFailed, FetchRequest, Limits

TurnOf = Callable[[str], AbstractAsyncContextManager[Turn]]
"""Waits until a host may be asked."""

_Step = Answer | tuple[int, str]
"""What one request leads to: an answer, or the status and the goal of a redirect."""

USER_AGENT = f"article-reader/{__version__}"

_ACCEPT = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml;q=0.9,*/*;q=0.5"
_ACCEPT_PICTURE = "image/*,*/*;q=0.5"

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_LONGEST_WAIT = 30 * 86_400.0


class Client:
    """Fetches addresses. For one event loop; close it at the end."""

    def __init__(self, rules: Rules, limits: Limits, turn: TurnOf) -> None:
        self._limits = limits
        self._turn = turn
        self._http = httpx.AsyncClient(
            transport=Checked(rules, limits),
            # No proxies, no .netrc, no cookies, not even from one request to the next.
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            headers={
                "User-Agent": USER_AGENT,
                "Accept": _ACCEPT,
                "Accept-Encoding": accepted(),
                "Connection": "close",
            },
        )

    async def close(self) -> None:
        """Ends the client."""
        await self._http.aclose()

    async def get(self, asked: FetchRequest) -> Answer:
        """The answer of a server to an address.

        Raises:
            FetchFailed: there is none that could be read; the error says why.
        """
        url = tidy(asked.url)
        seen = [url]
        moved, for_good = "", True
        left = self._limits.total
        loop = asyncio.get_running_loop()
        while True:
            async with self._turn(host_of(url)) as turn:
                began = loop.time()
                answer = await self._in_time(self._ask(url, asked, turn), left)
            left -= loop.time() - began
            if isinstance(answer, Answer):
                return replace(answer, moved=moved)
            status, location = answer
            url = _next(url, location)
            if url in seen:
                raise FetchFailed("it redirects in a circle", lasting=True)
            if len(seen) > self._limits.redirects:
                raise FetchFailed(f"it redirects more than {self._limits.redirects} times", lasting=True)
            seen.append(url)
            for_good = for_good and status in _FOR_GOOD
            moved = url if for_good else moved

    async def _in_time(self, asking: Coroutine[None, None, _Step], seconds: float) -> _Step:
        try:
            async with asyncio.timeout(seconds):
                return await asking
        except TimeoutError as error:
            raise FetchFailed(f"it took longer than {self._limits.total:.0f} seconds") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _failure(error) from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchFailed(f"this is not an address ({error})", lasting=True) from error
        except OSError as error:
            raise FetchFailed(f"the connection failed ({error.strerror or error})", retry=True) from error

    async def _ask(self, url: str, asked: FetchRequest, turn: Turn) -> _Step:
        known = {"If-None-Match": asked.etag, "If-Modified-Since": asked.modified}
        headers = {name: value for name, value in known.items() if value}
        conditional = bool(headers)
        if asked.picture:
            headers["Accept"] = _ACCEPT_PICTURE
        async with self._http.stream("GET", url, headers=headers, extensions={"turn": turn}) as response:
            status = response.status_code
            facts = _without_body(asked, url, response)
            if status == 304 and conditional:
                etag, modified = facts.etag or asked.etag, facts.modified or asked.modified
                return replace(facts, etag=etag, modified=modified, unchanged=True)
            if status in _REDIRECTS:
                if not (location := response.headers.get("location")):
                    raise FetchFailed(f"it redirects to nowhere ({status})", status=status, lasting=True)
                return status, location
            if status not in (200, 203):
                raise _refused(response)
            wire = response.extensions["wire"]
            kind = "" if asked.picture else facts.media_type
            raw = await receive(response, wire, self._limits, kind)
        if not raw.strip():
            raise FetchFailed("the answer is empty", status=status)
        return replace(facts, raw=raw)


def _without_body(asked: FetchRequest, address: str, response: httpx.Response) -> Answer:
    stated = response.headers.get("content-type", "")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", stated, re.IGNORECASE)
    return Answer(
        url=asked.url,
        address=address,
        raw=b"",
        media_type=stated.partition(";")[0].strip().lower()[:100],
        charset=charset[1].lower() if charset else "",
        etag=_mark(response.headers.get("etag", "")),
        modified=_mark(response.headers.get("last-modified", "")),
    )


def _mark(stated: str) -> str:
    """A mark of a version, if it can be stored and sent back."""
    return stated if stated.isascii() and stated.isprintable() and len(stated) <= 500 else ""


def _next(url: str, location: str) -> str:
    """The address that a redirect leads to. Raises FetchFailed."""
    try:
        return tidy(str(httpx.URL(url).join(location.strip())))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed("it redirects to something that is not an address", lasting=True) from error
    except FetchFailed as error:
        raise FetchFailed(f"it redirects elsewhere: {error.reason}", lasting=True) from error


# --- failures -------------------------------------------------------------------------------------------

_STATUS = {
    401: "the server wants a password",
    402: "the server wants money",
    403: "the server refuses it",
    404: "there is no such page",
    410: "the page is gone",
    429: "the server has had too many requests",
    451: "the page is withheld for legal reasons",
    503: "the server is out of service for now",
}
_PASSING = (408, 425, 429)


def _refused(response: httpx.Response) -> FetchFailed:
    status = response.status_code
    words = _STATUS.get(status) or (
        "the server has an error" if status >= 500 else "the server gives no page"
    )
    wait = _wait_of(response.headers.get("retry-after", "")) if status in (429, 503) else 0.0
    return FetchFailed(
        f"{words} ({status})",
        status=status,
        lasting=400 <= status < 500 and status not in _PASSING,
        wait=wait,
    )


def _wait_of(stated: str) -> float:
    """How many seconds a ``Retry-After`` asks for; 0.0 if it cannot be read."""
    stated = stated.strip()
    if stated.isascii() and stated.isdecimal():
        return min(float(stated[:12]), _LONGEST_WAIT)
    try:
        return min(max(0.0, parsedate_to_datetime(stated).timestamp() - time.time()), _LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _failure(error: Exception) -> FetchFailed:
    match error:
        case httpcore.ConnectTimeout():
            return FetchFailed("the server cannot be reached: it does not answer")
        case httpcore.TimeoutException():
            return FetchFailed("the server does not answer")
        case httpcore.ConnectError():
            return _not_connected(error)
        case httpcore.LocalProtocolError() | httpcore.RemoteProtocolError() if "disconnected" not in str(
            error
        ):
            return FetchFailed("the server does not answer as a web server does")
        case _:
            return FetchFailed("the connection was closed without an answer", retry=True)


def _not_connected(error: Exception) -> FetchFailed:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchFailed(f"its certificate is not valid: {cause.verify_message}")
        if isinstance(cause, ssl.SSLError):
            return FetchFailed("no secure connection is possible")
        if isinstance(cause, OSError) and cause.errno:
            return FetchFailed(f"the server cannot be reached ({os.strerror(cause.errno).lower()})")
        cause = cause.__cause__ or cause.__context__
    return FetchFailed("the server cannot be reached")
