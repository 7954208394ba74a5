"""Not one connection is opened unless a fetch was asked for: the interpreter itself is watched for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests import web_server as web
from tests.web_server import Served, page

# Everything by which a program reaches others. A pair of sockets inside the process is no connection.
_WATCH = """
import json, sys
log = sys.argv.pop(1)
FAMILIES = {2, 10, 30}

def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg") or event.startswith(
        ("socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo", "urllib.", "http.client.", "ftplib.",
         "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.")
    ) or (event == "socket.__new__" and int(arguments[1]) in FAMILIES):
        with open(log, "a") as file:
            file.write(f"{event} {arguments[1:]}\\n")

sys.addaudithook(watch)
from reader.cli import main
for command in json.loads(sys.argv[1]):
    main(command)
    sys.stdout.flush()
"""

Watched = Callable[..., str]


@pytest.fixture
def watched(environment: dict[str, str], tmp_path: Path) -> Watched:
    """Runs commands, one after the other in one process; gives what they did in the network."""

    def run(*commands: Sequence[object], stdin: str = "") -> str:
        log = tmp_path / "network.log"
        log.write_text("")
        done = subprocess.run(
            [sys.executable, "-c", _WATCH, str(log), json.dumps([[*map(str, one)] for one in commands])],
            input=stdin.encode(),
            env=environment,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr
        return log.read_text()

    return run


PAGE = """<html><head><title>Page</title><link rel="canonical" href="ADDRESS/canonical">
<link rel="stylesheet" href="ADDRESS/style.css"><link rel="preload" href="ADDRESS/font.woff2">
<meta http-equiv="refresh" content="0;url=ADDRESS/refresh"><script src="ADDRESS/script.js"></script></head>
<body><article><h1>Page</h1><p>Words with <img src="ADDRESS/picture.png" alt="a picture"> and more words that
make a paragraph.</p><iframe src="ADDRESS/frame"></iframe><video src="ADDRESS/video.mp4"></video></article>
</body></html>
"""

FEED = """<?xml version="1.0"?><!DOCTYPE rss SYSTEM "ADDRESS/rss.dtd" [<!ENTITY x SYSTEM "ADDRESS/entity">]>
<?xml-stylesheet href="ADDRESS/style.xsl" type="text/xsl"?><rss version="2.0"><channel><title>F</title>
<item><title>Entry</title><link>ADDRESS/entry</link><description>&lt;img src="ADDRESS/i.png"&gt; Words of an
entry.</description><enclosure url="ADDRESS/sound.mp3" type="audio/mpeg"/></item></channel></rss>
"""

MARKDOWN = (
    "---\ntitle: Note\n---\n# Note\n\n![a picture](ADDRESS/picture.png)\n\nWords, and <ADDRESS/link>.\n"
)

OPML = '<opml><body><outline text="A" xmlUrl="ADDRESS/feed" htmlUrl="ADDRESS/"/></body></opml>'

MARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p><DT><A HREF="ADDRESS/mark" ICON_URI="ADDRESS/favicon.ico">Mark</A></DL>
"""


@pytest.fixture
def files(server: Served, tmp_path: Path) -> Path:
    """Files that name a server in every way that might tempt a program to ask it."""
    folder = tmp_path / "files"
    folder.mkdir()
    written = {"page.html": PAGE, "feed.xml": FEED, "note.md": MARKDOWN, "f.opml": OPML, "marks.html": MARKS}
    for name, text in written.items():
        (folder / name).write_text(text.replace("ADDRESS", server.address))
    (folder / "plain.txt").write_text("A title\n\nWords about tides and harbours.\n")
    return folder


def test_nothing_but_a_fetch_opens_a_connection(
    server: Served, files: Path, allowed: Path, watched: Watched, tmp_path: Path
) -> None:
    commands: list[tuple[object, ...]] = [
        ("add", files),
        ("add", "--dry-run", "-v", files, server.url("/dry")),
        ("add", "-"),
        ("list",),
        ("list", "--json"),
        ("search", "words"),
        ("show", "1"),
        ("show", "--json", "1"),
        ("links",),
        ("related", "1"),
        ("wanted",),
        ("feeds",),
        ("feeds", "--opml", "-"),
        ("export", "--dir", tmp_path / "out"),
        ("remove", "1"),
        ("undo",),
        ("trash",),
        ("backup", tmp_path / "backup"),
        ("check",),
        ("reindex",),
        ("unfollow", "A"),
        ("fetch", "tag:none"),
        ("fetch", "--help"),
        ("--help",),
    ]
    assert watched(*commands, stdin=PAGE.replace("ADDRESS", server.address)) == ""
    assert server.connections == 0


@pytest.mark.parametrize(
    "command",
    [
        ("fetch",),
        pytest.param(("add", "{}/a"), marks=pytest.mark.slow),
        pytest.param(("follow", "{}/feed"), marks=pytest.mark.slow),
        pytest.param(("fetch", "--feeds"), marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_the_watch_sees_a_fetch(
    server: Served, files: Path, allowed: Path, watched: Watched, command: tuple[str, ...]
) -> None:
    server.default = web.gives(page())
    assert watched(("add", files)) == ""
    assert "socket.connect" in watched([word.format(server.address) for word in command])
    assert server.connections


def test_the_screen_opens_no_connection(
    server: Served,
    files: Path,
    allowed: Path,
    environment: dict[str, str],
    tmp_path: Path,
    run: Callable[..., object],
) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
    run("add", files)
    log = tmp_path / "network.log"
    child = pexpect.spawn(
        sys.executable,
        ["-c", _WATCH, str(log), '[["open"]]'],
        env=environment | {"TERM": "xterm-256color"},
        dimensions=(30, 120),
        encoding="utf-8",
        timeout=120,
    )
    child.expect("Note|Page")
    for keys in ("\r", "jj", "/words\r", "\x1b", "q"):
        child.send(keys)
        child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.5)
    if child.isalive():
        child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert not log.exists()
    assert server.connections == 0
