"""``reader add ADDRESS``, ``fetch``, ``follow`` and ``feeds``: what they say, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.fetching import Limits
from reader.formats import Subscription
from reader.formats.feeds import opml
from reader.sources import Fetched
from tests import web_server as web
from tests.web_server import Served, page, serving

Run = Callable[..., object]

FEED = (
    '<rss version="2.0"><channel><title>Tidewater Review</title><link>https://example.org/</link>'
    "<item><guid>1</guid><title>One</title><description>Words of one.</description></item>"
    "<item><guid>2</guid><title>Two</title><description>Words of two.</description></item></channel></rss>"
)


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr("reader.fetching.running.DEFAULT_LIMITS", Limits(connect=2, silence=0.5, total=2))
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('allow-private-addresses = ["127.0.0.1"]\n')
    with serving({"/feed": web.gives(FEED, "application/rss+xml"), "/a": web.gives(page("A"))}) as served:
        yield served


@pytest.fixture
def marks(server: Served, tmp_path: Path) -> Path:
    """Bookmarks of a page that can be had and one that cannot."""
    file = tmp_path / "marks.html"
    file.write_text(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
        f'<DT><A HREF="{server.url("/a")}" TAGS="t">A mark</A>\n'
        f'<DT><A HREF="http://me:NEVER-SHOW-7@127.0.0.1:{server.port}/none" TAGS="t">None</A>\n</DL>\n'
    )
    return file


def test_add_an_address(server: Served, run: Run) -> None:
    result = run("add", "--tag", "sea", server.url("/a"), server.url("/none"))
    assert result.out == "1 added, 0 updated, 0 unchanged, 1 failed\n"
    assert result.err == f"{server.url('/none')}: there is no such page (404)\n"
    assert result.code == 1
    assert run("list", "tag:sea").rows[0][1] == "A"
    record = run("add", "--json", server.url("/a"), server.url("/none")).records[0]
    assert record["unchanged"] == 1
    assert record["failed"] == [
        {"source": server.url("/none"), "member": "", "error": "there is no such page (404)"}
    ]


def test_a_dry_run_asks_nobody(server: Served, run: Run) -> None:
    result = run("add", "--dry-run", server.url("/a"))
    assert result.code == 0
    assert "what is there is known when it is fetched" in result.err
    assert server.connections == 0


def test_fetch_says_what_failed_and_why(server: Served, marks: Path, run: Run) -> None:
    run("add", marks)
    result = run("fetch")
    assert (result.code, result.out) == (1, "1 fetched, 1 failed\n")
    assert result.err == f"{server.url('/none')}: there is no such page (404)\n"
    again = run("fetch")
    assert (again.code, again.out) == (0, "0 fetched\n")
    assert again.err.startswith("1 article left alone:")
    record = run("fetch", "--json", "--again", "tag:t").records[0]
    assert (record["fetched"], record["unchanged"], record["left"]) == (0, 1, 0)
    assert record["failed"] == [{"source": server.url("/none"), "error": "there is no such page (404)"}]
    assert "NEVER-SHOW" not in json.dumps(record)
    assert "Authorization" not in server.asked[-1].headers


def test_many_failures_with_one_reason_are_one_line(server: Served, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "marks.html"
    links = [f'<DT><A HREF="{server.url(f"/gone/{n}")}">Mark {n}</A>' for n in range(6)]
    file.write_text("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + "\n".join(links) + "\n</DL>\n")
    run("add", file)
    done = run("fetch")
    assert (done.code, done.err) == (1, "6 addresses (127.0.0.1 6): there is no such page (404)\n")
    assert len(run("fetch", "--again", "mark", "--verbose").err.splitlines()) == 6
    assert len(run("fetch", "--again", "mark", "--json").records[0]["failed"]) == 6


def test_following_again_switches_to_whole_texts_and_back(server: Served, run: Run) -> None:
    run("follow", server.url("/feed"))
    assert not run("feeds", "--json").records[0]["full"]
    done = run("follow", "--full", server.url("/feed"))
    assert "you follow this feed already; from now on new entries come with their whole text" in done.err
    assert run("feeds", "--json").records[0]["full"]
    assert "as the feed has them" in run("follow", "--no-full", server.url("/feed")).err
    assert not run("feeds", "--json").records[0]["full"]
    run("follow", server.url("/feed"))
    assert not run("feeds", "--json").records[0]["full"]


def test_the_address_of_a_feed_is_followed(server: Served, run: Run) -> None:
    done = run("add", server.url("/feed"))
    assert (done.code, done.out) == (0, "2 added, 0 updated, 0 unchanged\n")
    assert "“Tidewater Review” is a feed: you follow it now" in done.err
    assert [row["title"] for row in run("feeds", "--json").records] == ["Tidewater Review"]


def test_fetch_again_needs_to_know_what(server: Served, run: Run) -> None:
    result = run("fetch", "--again")
    assert result.code == 2
    assert "needs a query" in result.err


def test_feeds_from_beginning_to_end(server: Served, run: Run, tmp_path: Path) -> None:
    empty = run("feeds")
    assert (empty.code, empty.out) == (1, "")
    assert "no feeds are followed" in empty.err
    followed = run("follow", server.url("/feed"))
    assert followed.rows == [["2", "Tidewater Review", server.url("/feed")]]
    assert followed.err == "2 new articles\n"
    assert followed.code == 0
    feeds = run("feeds")
    assert feeds.rows[0][:3] == ["2", "Tidewater Review", server.url("/feed")]
    (record,) = run("feeds", "--json").records
    assert record["fetched"].endswith("Z")
    del record["fetched"]
    assert record == {
        "title": "Tidewater Review",
        "url": server.url("/feed"),
        "site": "https://example.org/",
        "folder": None,
        "unread": 2,
        "full": False,
        "error": None,
    }
    assert [row[1] for row in run("list", 'feed:"tidewater review"').rows] == ["One", "Two"]
    assert run("fetch", "--feeds").out == "0 new articles from 1 feed\n"
    server.paths["/feed"] = web.gives("", status="500 Oops")
    failed = run("fetch", "--feeds")
    assert (failed.code, failed.out) == (1, "0 new articles from 1 feed, 1 failed\n")
    assert failed.err == f"{server.url('/feed')}: the server has an error (500)\n"
    left = run("fetch", "--feeds")
    assert (left.code, left.out) == (0, "0 new articles from 0 feeds\n")
    assert "1 feed left alone for now" in left.err
    assert run("fetch", "--feeds", "Tidewater Review").code == 1
    assert run("feeds", "--json").records[0]["error"] == "the server has an error (500)"
    file = tmp_path / "out.opml"
    assert run("feeds", "--opml", file).code == 0
    (written,) = opml.read(Fetched(str(file), file.read_bytes()))
    assert written == Subscription("Tidewater Review", server.url("/feed"), "https://example.org/")
    server.paths["/feed"] = web.gives(FEED)
    assert run("feeds", "--opml", file).code == 0  # the same again
    file.write_text("mine")
    assert run("feeds", "--opml", file).code == 1
    assert run("feeds", "--opml", file, "--force").code == 0
    assert run("feeds", "--opml", "-").out == file.read_text()
    gone = run("unfollow", "tidewater review", "nothing")
    assert gone.rows == [["Tidewater Review", server.url("/feed")]]
    assert (gone.code, gone.err) == (1, "reader: no feed called 'nothing' is followed\n")
    assert len(run("list").rows) == 2
    assert run("follow", file).rows == [["2", "Tidewater Review", server.url("/feed")]]


def test_keys_in_the_addresses_of_feeds_are_used_but_not_shown(
    server: Served, run: Run, tmp_path: Path
) -> None:
    whole = server.url("/feed?list=news&user_token=NEVER-SHOW-1&key=NEVER-SHOW-2")
    shown = server.url("/feed?list=news")
    server.paths["/untitled"] = web.gives(
        FEED.replace("<title>Tidewater Review</title>", "").replace("Words", "Others")
    )
    said = [run("follow", whole), run("follow", server.url("/untitled?auth=NEVER-SHOW-3"))]
    assert said[0].rows == [["2", "Tidewater Review", shown]]
    assert server.asked[0].path == whole.removeprefix(server.url(""))
    said += [run("feeds"), run("feeds", "--json"), run("add", whole), run("list", f'feed:"{shown}"')]
    assert shown in [one["url"] for one in said[3].records]
    assert len(said[-1].rows) == 2
    said += [
        run("list", "--json"),
        run("show", 1),
        run("show", 1, "--json"),
        run("search", "words", "--json"),
    ]
    server.paths["/feed"] = web.missing
    said += [run("fetch", "--feeds"), run("fetch", "--feeds", shown), run("feeds")]
    assert said[-2].code == 1
    listed = run("feeds", "--opml", tmp_path / "mine.opml")
    assert "2 addresses in it hold what looks like a key to your account" in listed.err
    assert "NEVER-SHOW-2" in (tmp_path / "mine.opml").read_text()
    said += [listed, run("unfollow", shown)]
    assert said[-1].code == 0
    assert not [one for one in said if "NEVER-SHOW" in one.out + one.err]


def test_feeds_for_eyes(server: Served, run: Run, in_terminal: Callable[..., object]) -> None:
    run("follow", server.url("/feed"))
    shown = in_terminal("feeds", columns=80).out
    assert "2" in shown
    assert "Tidewater Review" in shown
    assert "new" not in in_terminal("follow", server.url("/feed")).out
    assert "is not followed any more" in in_terminal("unfollow", "Tidewater Review").out


def test_what_cannot_be_followed_is_named(server: Served, run: Run) -> None:
    result = run("follow", server.url("/a"), "no-such.opml")
    assert result.code == 1
    assert "names no feed" in result.err
    assert "no-such.opml: no such file or folder" in result.err


def test_a_terminal_shows_how_far_it_is(
    server: Served, marks: Path, run: Run, in_terminal: Callable[..., object]
) -> None:
    run("add", marks)
    result = in_terminal("fetch")
    assert "Fetching pages" in result.out
    assert "1 fetched, 1 failed" in result.out


@pytest.mark.parametrize("command", [["fetch"], ["follow", "{}/stall"], ["add", "{}/stall"]], ids=" ".join)
def test_ctrl_c_ends_it_soon(
    server: Served, marks: Path, run: Run, environment: dict[str, str], command: list[str]
) -> None:
    run("add", marks)
    server.paths = {"/stall": web.stalls}
    server.default = web.stalls
    running = subprocess.Popen(
        [sys.executable, "-m", "reader", *[word.format(server.address) for word in command]],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not server.asked:
        assert running.poll() is None
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 130, (out, err)
    assert b"interrupted" in err
    assert b"Traceback" not in err


def test_settings_that_are_wrong_are_said(server: Served, run: Run, home: Path) -> None:
    (home / "config" / "config.toml").write_text("allow-private-addresses = 7\n")
    result = run("add", server.url("/a"))
    assert result.code == 1
    assert "line 1: allow-private-addresses = 7, but it must be true, false or a list" in result.err
    assert server.connections == 0


def test_what_is_not_there_is_not_fetched(marks: Path, run: Run) -> None:
    run("add", marks)
    for options in (("nosuchzz",), ("--again", "nosuchzz")):
        found = run("fetch", *options)
        assert (found.code, found.out, found.err) == (1, "", "nothing found\n")
    missing = run("fetch", "--article", "999")
    assert missing.code == 1
    assert "there is no article 999" in missing.err
