"""One address: what comes back from good servers and from every kind of bad one."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from email.utils import formatdate

import pytest

from reader.fetching import Answer, FetchFailed
from reader.fetching.client import USER_AGENT
from tests import web_server as web
from tests.web_server import Behaviour, Exchange, Served, page

Get = Callable[..., Answer]


# --- good ones ------------------------------------------------------------------------------------------


def test_a_page_comes_with_its_type_encoding_and_version(server: Served, get: Get) -> None:
    server.paths["/a"] = web.gives(
        page(), 'Text/HTML; Charset="UTF-8"', ETag='W/"1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT"
    )
    answer = get("/a?x=1#there")
    assert answer.raw == page().encode()
    assert (answer.media_type, answer.charset) == ("text/html", "utf-8")
    assert (answer.etag, answer.modified) == ('W/"1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert answer.address == server.url("/a?x=1")
    assert answer.moved == ""


def test_the_request_tells_nothing_of_the_person(
    server: Served, get: Get, monkeypatch: pytest.MonkeyPatch, home: object
) -> None:
    (home / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")  # type: ignore[operator]
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1/")
    server.paths["/cookie"] = web.gives("", status="302 Found", Location="/a", Set_Cookie="id=7; Path=/")
    server.paths["/a"] = web.gives(page())
    get(f"http://me:secret@127.0.0.1:{server.port}/cookie")
    for exchange in server.asked:
        assert set(exchange.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert exchange.headers["user-agent"] == USER_AGENT
        assert exchange.host == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    "behave",
    [
        web.zipped(page()),
        web.deflated(page(), raw=True),
        web.deflated(page(), raw=False),
        web.in_chunks(page()),
        web.gives(page(), Content_Encoding="gzip"),  # it is not
        web.gives(gzip.compress(page().encode())),  # and here it does not say so
        web.gives(page(), "image/png"),
        web.gives(page(), ""),
        web.gives(page(), "nonsense"),
        lambda exchange: exchange.send(b"HTTP/1.0 200 OK\r\n\r\n" + page().encode()),
        lambda exchange: exchange.answer(page(), length=len(page().encode()) + 1000),
        lambda exchange: exchange.answer(page(), length=100),
        lambda exchange: exchange.answer(page(), length=10**12),
        lambda exchange: exchange.answer(gzip.compress(page().encode())[:-4], Content_Encoding="gzip"),
    ],
)
def test_what_can_be_had_is_had_whatever_the_server_says_of_it(
    server: Served, get: Get, behave: Behaviour
) -> None:
    server.paths["/a"] = behave
    assert get("/a").raw == page().encode()


def test_what_comes_later_than_announced_is_had_too(server: Served, get: Get) -> None:
    def behave(exchange: Exchange) -> None:
        raw = page().encode()
        exchange.answer(raw[:100], length=100)
        exchange.ending.wait(0.2)
        exchange.send(raw[100:])

    server.paths["/a"] = behave
    assert get("/a").raw == page().encode()


def test_a_length_of_a_piece_of_text_is_believed(server: Served, get: Get) -> None:
    server.paths["/a"] = web.gives("only a few words", "text/plain")
    assert get("/a").raw == b"only a few words"


# --- redirects ------------------------------------------------------------------------------------------


def test_redirects_are_followed_to_their_end(server: Served, get: Get) -> None:
    server.paths |= {
        "/1": web.redirects("/2", "301 Moved Permanently"),
        "/2": web.redirects("deep/3", "308 Permanent Redirect"),
        "/deep/3": web.redirects("?x", "302 Found"),
    }
    server.paths["/deep/3"] = lambda exchange: (
        exchange.answer(page()) if "?" in exchange.path else web.redirects("?x")(exchange)
    )
    answer = get("/1")
    assert answer.url == server.url("/1")
    assert answer.address == server.url("/deep/3?x")
    # Only what has moved for good is a new address.
    assert answer.moved == server.url("/deep/3")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/loop", "it redirects in a circle"),
        ("file:///etc/passwd", "it redirects elsewhere: only http and https are fetched, not file"),
        ("gopher://127.0.0.1/", "it redirects elsewhere: only http and https are fetched, not gopher"),
        ("http://", "it redirects"),
        ("http://[1/", "it redirects elsewhere: the address names no host"),
        ("", "it redirects to nowhere (302)"),
        ("http://10.0.0.1/", "10.0.0.1 is not a machine in the public network"),
        ("http://127.0.0.2/", "127.0.0.2 is not a machine in the public network"),
        ("http://169.254.169.254/latest/", "169.254.169.254 is not a machine in the public network"),
        ("http://[::1]/", "::1 is not a machine in the public network"),
        ("http://0x7f000002/", "127.0.0.2"),
        ("http://2130706434/", "127.0.0.2"),
        ("http://127.2/", "127.0.0.2"),
        ("//0/", "0.0.0.0"),
    ],
)
def test_redirects_lead_to_no_other_place(server: Served, get: Get, location: str, reason: str) -> None:
    server.paths["/loop"] = web.redirects(location)
    with pytest.raises(FetchFailed) as raised:
        get("/loop")
    assert reason in raised.value.reason


def test_redirects_end_some_day(server: Served, get: Get) -> None:
    server.default = lambda exchange: web.redirects(f"{exchange.path}x")(exchange)
    with pytest.raises(FetchFailed, match="redirects more than 5 times"):
        get("/")
    assert len(server.asked) == 6


# --- bad ones -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (web.stalls, "the server does not answer"),
        (web.stalls_within, "the server fell silent after 200 bytes"),
        (web.drips, "it took longer than 2 seconds"),
        (web.dripping_head, "it took longer than 2 seconds"),
        (web.endless_head, "the server does not answer as a web server does"),
        (web.endless_body, "the answer is too large"),
        (web.closes_early, "the connection was closed too early, after 150 bytes"),
        (web.closes_at_once, "the connection was closed without an answer"),
        (web.bomb, "the answer is too large"),
        (web.double_bomb, "the answer is too large"),
        (web.gives(""), "the answer is empty"),
        (web.gives(" \r\n"), "the answer is empty"),
        (web.gives(b"%PDF-1.4\n\0\1", "application/pdf"), "it is a PDF, not a page"),
        (web.gives(b"\x89PNG\r\n\x1a\n\0", "image/png"), "it is a picture, not a page"),
        (web.gives(b"\0" * 5000, "video/mp4"), "it is a video, not a page"),
        (
            web.gives("x", Content_Encoding="zstd"),
            "the answer is compressed in a way not known here ('zstd')",
        ),
        (web.gives(gzip.compress(bytes(range(256)))[:99], Content_Encoding="gzip"), "closed too early"),
        (web.gives(gzip.compress(page().encode())[:60] + b"\xff" * 60, Content_Encoding="gzip"), "damaged"),
        (lambda exchange: exchange.send(b"SSH-2.0-OpenSSH_9.6\r\n"), "without an answer"),
        (lambda exchange: exchange.send(b"\0\1\2\3" * 50), "as a web server does"),
        (lambda exchange: exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"), "as a web server"),
        (lambda exchange: exchange.send(b"HTTP/1.1 99999 OK\r\n\r\n"), "as a web server does"),
    ],
)
def test_what_cannot_be_had_has_a_reason(server: Served, get: Get, behave: Behaviour, reason: str) -> None:
    server.paths["/a"] = behave
    with pytest.raises(FetchFailed) as raised:
        get("/a")
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("status", "reason", "lasting"),
    [
        ("404 Not Found", "there is no such page (404)", True),
        ("410 Gone", "the page is gone (410)", True),
        ("401 Unauthorized", "the server wants a password (401)", True),
        ("403 Forbidden", "the server refuses it (403)", True),
        ("418 Teapot", "the server gives no page (418)", True),
        ("408 Timeout", "the server gives no page (408)", False),
        ("500 Oops", "the server has an error (500)", False),
        ("502 Bad Gateway", "the server has an error (502)", False),
        ("204 No Content", "the server gives no page (204)", False),
        ("304 Not Modified", "the server gives no page (304)", False),
    ],
)
def test_a_status_says_whether_it_may_pass(
    server: Served, get: Get, status: str, reason: str, lasting: bool
) -> None:
    server.paths["/a"] = web.gives("", status=status)
    with pytest.raises(FetchFailed) as raised:
        get("/a")
    assert (raised.value.reason, raised.value.lasting) == (reason, lasting)
    assert raised.value.status == int(status[:3])
    assert len(server.asked) == 1


def test_nobody_listens(get: Get) -> None:
    with pytest.raises(FetchFailed, match="the server cannot be reached \\(connection refused\\)"):
        get("http://127.0.0.1:1/")


def test_no_such_host(get: Get) -> None:
    with pytest.raises(FetchFailed, match=r"no host nowhere\.invalid"):
        get("http://nowhere.invalid/")
    with pytest.raises(FetchFailed, match=r"this is not an address|no host"):
        get(f"http://{'x' * 80}.example/")


def test_addresses_of_other_kinds_are_not_fetched(get: Get) -> None:
    with pytest.raises(FetchFailed, match="only http and https are fetched, not ftp"):
        get("ftp://127.0.0.1/")


# --- versions -------------------------------------------------------------------------------------------


def test_a_version_that_is_known_is_not_sent_again(server: Served, get: Get) -> None:
    def behave(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"1"':
            exchange.send(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
        else:
            exchange.answer(page(), ETag='"1"')

    server.paths["/a"] = behave
    assert not get("/a").unchanged
    again = get("/a", etag='"1"', modified="Mon, 01 Jan 2024 00:00:00 GMT")
    assert again.unchanged
    assert (again.raw, again.etag) == (b"", '"1"')
    assert again.modified == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert server.asked[-1].headers["if-modified-since"] == again.modified


def test_marks_that_could_do_harm_are_not_kept(server: Served, get: Get) -> None:
    server.paths["/a"] = web.gives(page(), ETag='"' + "x" * 600 + '"', Last_Modified="\xe9\x80")
    answer = get("/a")
    assert (answer.etag, answer.modified) == ("", "")


# --- busy servers ---------------------------------------------------------------------------------------


def test_a_busy_server_is_asked_again_when_it_says_so(server: Served, get: Get) -> None:
    answers = iter(["429 Too Many Requests", "503 Service Unavailable", "200 OK"])
    server.paths["/a"] = lambda exchange: exchange.answer(page(), status=next(answers), Retry_After="1")
    assert get("/a").raw
    assert len(server.asked) == 3
    first, second, third = server.times
    assert second - first >= 0.9
    assert third - second >= 0.9


@pytest.mark.parametrize("after", ["3600", formatdate(2**31, usegmt=True)])
def test_a_server_that_wants_peace_gets_it(server: Served, get: Get, after: str) -> None:
    server.paths["/a"] = web.gives("", status="429 Too Many Requests", Retry_After=after)
    with pytest.raises(FetchFailed, match=r"too many requests \(429\)") as raised:
        get("/a")
    assert not raised.value.lasting
    assert raised.value.wait >= 3600
    assert len(server.asked) == 1


def test_a_connection_that_breaks_is_tried_once_more(server: Served, get: Get) -> None:
    behaviours = iter([web.closes_early, web.gives(page())])
    server.paths["/a"] = lambda exchange: next(behaviours)(exchange)
    assert get("/a").raw == page().encode()
