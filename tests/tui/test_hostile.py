"""Articles that mean harm: what reaches the terminal is the reader's own, and what is shown is text.

The reader runs on a pseudo-terminal and every byte it writes is read. A sequence counts as the reader's
own if it has the exact form that the reader paints with; those of the hostile strings never do.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pyte
import pytest
from rich.cells import cell_len
from textual.strip import Strip

from reader.config import Paths
from reader.library import Library
from reader.library.view import Entry
from reader.model import Article, Block, Link, Page, Snippet, Span, Summary
from reader.text import clean, display, heading, truncate
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.list_rows import ListRow

OWN = [
    "\x1b[31mred and never reset",
    "before\x1b[2J\x1b[Hafter",
    "\x1b[?1049l\x1b[?25h\x1b[?1000l",
    "safe\x1b[201~rm -rf x",
    "\x1bc",
    "\x1b[c\x1b[6n\x1b[>q",
    "\x1b]0;owned\x07",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x1b]8;;http://evil.example/\x07good.example\x1b]8;;\x07",
    "\x1bP$q",
    "\x1b_Ga=T;AAAA\x1b\\",
    "\x9b31mred",
    "\x9d0;owned\x9c",
    "\x07\x07\x07",
    "\x0eline drawing\x0f",
    "secret\b\b\b\b\b\bpublic",
    "malicious text\rharmless      ",
    "a\x00b\x7fc",
    "a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg",
    "user\u202etxt.exe\u202c \u2066b\u2069 \u200f",
    "tag\U000e0041\U000e0042 soft\xadhyphen \ufeffmark",
    "Z" + "\u0300" * 60,
    "\u0301 mark first",
    "tab\tseparated\tfields",
    "&#27;[31m &#x9b;31m &amp;#27;",
    "[/foo] [@click=app.quit]quit[/] [bold]b[/bold] [sic]",
    "[link=https://evil.example]x[/link] [$accent on red]",
    "{bold} %s %(name)s $HOME `id`",
    "# heading *strong* <b>tag</b> ![image](file:///etc/passwd)",
    "<<: \xa0 >>: Recommend",
    "👨\u200d👩\u200d👧 🇩🇪 ☝🏽 ☂\ufe0f 语言",
    "กำ ที่ ဣန္ဒြေ ក្រុម मिन्दी",
    "שלום مرحبا \u200eabc",
    "語" * 90,
    "w" * 300,
    " \u3164 \u2800 ",
    " ",
]

CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200d-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)

# How the reader paints: a true colour or a reset, a place, and the end of a line.
_COLOUR = r"[34]8;2;\d{1,3};\d{1,3};\d{1,3}"
_PAINT = re.compile(
    rf"\x1b\[0m|\x1b\[(?:[1-9];)*(?:{_COLOUR})(?:;{_COLOUR})?m|\x1b\[\d{{1,3}};\d{{1,3}}H|\r\n"
    # Around what is not measured alike everywhere: see reader/tui/patches/cells.py.
    r"|\x1b7|\x1b8\x1b\[\?7l|\x1b\[\?7h\x1b8\x1b\[\d{1,3}C"
)
_POINTER = "\x1b]22;default\x07"
_CLIPBOARD = re.compile("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07")
_ASKED = "\x1b[>q\x1b[16t\x1b[c"
"""What the reader asks the terminal, once: its name, the size of a cell, what it can."""
_MODE = re.compile(r"\x1b\[[?><]\d*(?:\$p|[hlu])")

LINES, COLUMNS = 50, 200

_BREAKS = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_TITLES = re.compile(rb"n\d{4}(?!\d)")

ALIVE = 30.0
"""Seconds after which what does not come on the terminal is given up."""


def shared_strings(shared: Path) -> list[str]:
    """The hostile strings and the naughty ones of the shared corpora."""
    with (shared / "hostile" / "strings.jsonl").open(encoding="utf-8") as stream:
        strings = [json.loads(line)["text"] for line in stream]
    return strings + json.loads((shared / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))


# --- a library of them ------------------------------------------------------------------------------


def article(number: int, evil: str) -> Article:
    """An article that holds a string wherever an article can; number N names article N + 1 as its next."""
    # The corpora hold a few strings of many thousand characters: their beginning does the same harm.
    long, evil = evil, evil[:400]
    return Article(
        f"n{number:04} {evil}",
        (
            Block("paragraph", (Span(f"body{number:04} {long[:3000]} harmless"),)),
            Block("heading", (Span(f"head{number:04} {evil}"),), 1, evil[:20]),
            Block("quote", (Span(evil, "emphasis"), Span(evil, "strong")), 1),
            Block("code", (Span(f"{evil}\n\t{evil}"),)),
            Block("item", (Span(evil, "deleted"),), 1, evil[:20]),
            Block("paragraph", (Span(evil, "link", evil), Span(" "), Span(evil, "image"))),
            Block("image", (Span(evil, "image"),)),
        ),
        (
            Link("previous", f"before{number:04} {evil}"),
            Link("next", f"n{number + 1:04} @next@"),
            Link("recommended", f"n{number + 2:04} @next@", f"{evil} teaser..."),
            Link("recommended", f"lost{number:04} {evil}", f"{evil} teaser..."),
        ),
        note=f"note{number:04} {evil}",
        note_label=evil[:20],
        lang="en",
        tags=(evil[:20],),
    )


def articles(strings: list[str]) -> list[Article]:
    """One for each string, their links leading to each other."""
    made = [article(number, evil) for number, evil in enumerate(strings)]
    titles = {one.title[:5]: one.title for one in made}
    return [
        Article(
            one.title,
            one.blocks,
            tuple(
                Link(link.kind, titles.get(link.title[:5], link.title), link.teaser)
                if link.title.endswith("@next@")
                else link
                for link in one.links
            ),
            one.note,
            one.note_label,
            lang=one.lang,
            tags=one.tags,
        )
        for one in made
    ]


def put(paths: Paths, strings: list[str]) -> None:
    """Fills a library past the parsers, which would clean the strings: as a damaged or older one may be."""
    with Library(paths) as library:
        with library.store.transaction():
            for number, one in enumerate(articles(strings)):
                source = f"/gone{number:04}/{strings[number][:100]}/page.txt"
                library.store.articles.put(Page(source, one.title.encode(), "utf-8", one), 1.0)
        library.catch_up()


def add(paths: Paths, strings: list[str], page_text, folder: Path) -> None:
    """Fills a library with saved pages that hold the strings."""
    folder.mkdir()
    for number, evil in enumerate(strings):
        text = page_text(
            f"n{number:04} {_BREAKS.sub(' ', evil)}",
            # Enough of it for a file that is mostly control characters to be text still.
            f"body{number:04} {evil} {'harmless ' * (5 + 3 * len(evil))}",
            note=f"note{number:04} {evil}",
            previous=f"before{number:04} {evil}",
            following=f"n{number + 1:04} {strings[(number + 1) % len(strings)]}",
            recommended=[
                (f"n{number + 2:04} {strings[(number + 2) % len(strings)]}", f"{evil} teaser..."),
                (f"lost{number:04} {evil}", f"{evil} teaser..."),
            ],
        )
        (folder / f"{number:04}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    with Library(paths) as library:
        assert not library.add([folder]).failed


# --- on the terminal --------------------------------------------------------------------------------


class Terminal:
    """A running reader, and all the bytes it writes."""

    def __init__(self, environment: dict[str, str], paths: Paths) -> None:
        pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
        self._timeout = pexpect.TIMEOUT
        self._end = pexpect.EOF
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "reader", "--data-dir", str(paths.data)],
            env={
                **{
                    name: value
                    for name, value in environment.items()
                    if name not in ("LINES", "COLUMNS", "DISPLAY", "WAYLAND_DISPLAY")
                },
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
            },
            dimensions=(LINES, COLUMNS),
            timeout=ALIVE,
        )
        self._child.delaybeforesend = None
        self.stream = bytearray()
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._painter = pyte.ByteStream(self._screen)
        self._sent_at = 0

    @property
    def fresh(self) -> str:
        """What came since keys were last sent."""
        return self.stream[self._sent_at :].decode("utf-8", "replace")

    @property
    def screen(self) -> str:
        """What stands on the screen: only what differs from that is sent."""
        rows = (self._screen.buffer[y] for y in range(LINES))
        return "\n".join("".join(row[x].data for x in range(COLUMNS)) for row in rows)

    def press(self, keys: str, *awaited: str) -> None:
        """Sends keys and waits until each of the texts awaited has come, or stands on the screen."""
        self._sent_at = len(self.stream)
        self._child.send(keys.encode("utf-8", "surrogatepass"))
        self.wait(*awaited)

    def wait(self, *awaited: str) -> None:
        end = time.monotonic() + ALIVE
        for text in awaited:
            while text not in self.fresh and not (self.fresh and text in self.screen):
                assert time.monotonic() < end, f"{text!r} did not come:\n{self.screen}"
                self._read()

    def _read(self, seconds: float = 1) -> bool:
        """Takes what comes; whether something has come in that time."""
        try:
            came = self._child.read_nonblocking(1 << 16, seconds)
        except self._timeout:
            return False
        except self._end:
            raise AssertionError(f"the reader ended: {shown(self.fresh)[-2000:]!r}") from None
        self.stream += came
        self._painter.feed(came)
        return True

    def quit(self) -> int | None:
        """Presses ``q`` and waits for the end; the exit code.

        While a box or a sheet is still open ``q`` is a letter, or closes it; so it is tried again.
        """
        for _ in range(int(ALIVE)):
            self._child.send("q")
            with contextlib.suppress(self._timeout):
                while True:
                    try:
                        self.stream += self._child.read_nonblocking(1 << 16, 3)
                    except self._end:
                        self._child.close()
                        return self._child.exitstatus
            self._child.send("\x1b")
        raise AssertionError(f"the reader did not end: {shown(self.fresh)[-2000:]!r}")

    def kill(self) -> None:
        self._child.close(force=True)

    # --- as a person does -----------------------------------------------------------------------

    def page_through(self, rows: list[bytes]) -> None:
        """Turns pages of the list, its cursor on the first row, until each of its rows was on the screen.

        ``rows`` are the beginnings of their titles.
        """
        waited = set(rows)
        end = time.monotonic() + ALIVE
        while True:
            before = len(waited)
            waited.difference_update(_TITLES.findall(self.screen.encode()))
            if not waited:
                return
            if len(waited) < before:
                end = time.monotonic() + ALIVE
            assert time.monotonic() < end, f"these titles did not come: {sorted(waited)}"
            # The next page when this one has been painted.
            if not self._read(0.3):
                self._sent_at = len(self.stream)
                self._child.send(" ")


def shown(stream: str) -> str:
    """The text of a stream."""
    return _PAINT.sub("", stream)


def clipboard(stream: str) -> list[str]:
    """The texts that a stream puts into the clipboard."""
    return [base64.b64decode(text).decode() for text in _CLIPBOARD.findall(stream)]


def check_stream(stream: bytes) -> None:
    """Every sequence is the reader's own, modes only at the beginning and the end."""
    text = stream.decode("utf-8")
    began = re.match(rf"(?:{_MODE.pattern}|{re.escape(_POINTER)})+", text)
    ended = re.search(rf"(?:{_MODE.pattern}|\x1b\[\d+;\d+H)+\Z", text)
    assert began
    assert ended
    assert ended.group().count("\x1b[?1049l") == 1
    painted = text[began.end() : ended.start()].replace(_POINTER, "").replace(_ASKED, "", 1)
    for copied in clipboard(painted):
        assert clean(copied) == copied
    rest = _PAINT.sub("", _CLIPBOARD.sub("", painted))
    found = CONTROL.search(rest)
    assert not found, f"{rest[max(0, found.start() - 80) : found.end() + 40]!r}"


@pytest.fixture
def terminal(environment, tmp_path):
    """``terminal(paths)``: the reader over a library; ended with the test if it has not ended itself."""
    running: list[Terminal] = []

    def start(paths: Paths) -> Terminal:
        running.append(Terminal(environment, paths))
        return running[-1]

    yield start
    for reader in running:
        reader.kill()


@pytest.fixture
def at(tmp_path) -> Paths:
    """The directories of a library that is still empty."""
    root = tmp_path / "hostile"
    return Paths(root / "data", root / "config", root / "logs")


def titles(library: Library, ids: Iterable[int]) -> list[bytes]:
    """How the titles of articles begin."""
    return [summary.title[:5].encode() for summary in library.summaries(list(ids))]


def browse(reader: Terminal, paths: Paths) -> None:
    """Pages through the list, searches, and pages through what was found, with its snippets."""
    with Library(paths) as library:
        listed = titles(library, library.ids())
        outcome = library.find("harmless", typing=True)
        found = titles(library, outcome.ids)
        folded = titles(library, [article for others in outcome.copies.values() for article in others])
    assert sorted(found + folded) == sorted(listed)
    reader.wait(f"{len(listed):,} unread of {len(listed):,}", "n0000")
    reader.page_through(listed)
    reader.press("/", "end search")
    # Pasted, for letters that come one by one are searched for one by one.
    reader.press("\x1b[200~harmless\x1b[201~", " found")
    # To what was found, with nothing opened.
    reader.press("\t", " archive")
    reader.page_through(found)
    reader.press("\x1b", "unread of")


def read(reader: Terminal, last: int, closely: Iterable[int] = ()) -> None:
    """Opens the first article and goes on from each to the next until ``last``, using some in every way."""
    reader.press("g", "n0000")
    reader.press("\r", "note0000")
    for number in range(1, last + 1):
        reader.press("]", f"note{number:04}")
        if number in closely:
            reader.press("t", "Contents", f"head{number:04}")
            reader.press("t", f"head{number:04}")
            reader.press("yx", "]52;c;", "Copied")
            reader.press("O", f"/gone{number:04}")
            reader.press("2", f"“lost{number:04}")
            reader.press("\x1b", "unread of")


def paste(reader: Terminal, strings: list[str]) -> None:
    """Pastes strings into the search box, one after the other."""
    reader.press("/", "end search")
    for number, evil in enumerate(strings):
        reader.press(f"\x1b[200~{number:04}p{evil[:20]}\x1b[201~", f"{number:04}p")
        # Ctrl+U empties the box.
        reader.press("\x15", " search")


def test_own_strings_past_the_parsers(terminal, at):
    put(at, OWN)
    reader = terminal(at)
    browse(reader, at)
    read(reader, len(OWN) - 1, closely=range(2, len(OWN), 5))
    assert reader.quit() == 0
    check_stream(bytes(reader.stream))
    text = shown(reader.stream.decode())
    for number, evil in enumerate(OWN):
        # Literally, markup and all, but for HTML entities; as much as the list has room for.
        assert truncate(display(heading(f"n{number:04} {evil}")), 40).rstrip("…") in text
    assert clipboard(reader.stream.decode())


def test_own_strings_in_saved_pages(terminal, at, page_text, tmp_path):
    strings = [*OWN, "lone \ud800 surrogate"]
    add(at, strings, page_text, tmp_path / "pages")
    reader = terminal(at)
    browse(reader, at)
    read(reader, 5)
    assert reader.quit() == 0
    check_stream(bytes(reader.stream))


def test_own_strings_pasted_into_the_search_box(terminal, at):
    put(at, OWN)
    reader = terminal(at)
    reader.wait("n0000")
    paste(reader, OWN)
    reader.press("\x1b", " archive")
    assert reader.quit() == 0
    check_stream(bytes(reader.stream))


@pytest.mark.slow
def test_shared_strings(terminal, at, shared):
    strings = shared_strings(shared)
    put(at, strings)
    reader = terminal(at)
    # All of them pass through the list, the search and its snippets.
    browse(reader, at)
    read(reader, 12, closely=[4, 12])
    assert reader.quit() == 0
    check_stream(bytes(reader.stream))


# --- on the widgets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(200, 50), (120, 30), (80, 24), (41, 20)])
async def test_every_line_is_exactly_as_wide_as_its_pane(run, size, at):
    put(at, OWN)
    await check_lines(run, size, at, OWN)


async def test_every_line_of_shared_strings_is_exactly_as_wide_as_its_pane(run, at, shared):
    strings = shared_strings(shared)
    # A library needs a few of them; the list and the bottom line are shown all.
    put(at, strings[:40])
    await check_lines(run, (60, 50), at, strings)


async def check_lines(run, size, at: Paths, strings: list[str]) -> None:
    """Shows strings in each pane and looks at every line drawn."""
    async with run(size=size, at=at) as reader:
        await reader.press("enter")
        for pane in ("article", "related", "list"):
            reader.main.panes.go(pane)
            await reader.settle()
            widget = reader.main.panes.widget(pane)
            check_widget(widget)
            if pane == "related":
                entries = [
                    Entry(group, evil, str(number % 10), target, detail=evil)
                    for number, evil in enumerate(strings)
                    for group, target in (("similar", 1), ("recommended", None))
                ]
                for start in range(0, len(entries), 30):
                    widget.show(tuple(entries[start : start + 30]))
                    check_widget(widget)
            elif pane == "list":
                reader.list.show(range(1, len(strings) + 1), snippets=True)
                for number, evil in enumerate(strings, start=1):
                    summary = Summary(number, evil, "page", evil, 1, 1.0, starred=number % 2 == 0)
                    marks = ((0, 1), (len(evil) // 2 + 1, len(evil))) if len(evil) > 1 else ()
                    reader.list.supply([ListRow(summary, Snippet(evil, marks))])
                check_widget(widget)
        hints = reader.main.query_one(KeyHints)
        for evil in strings:
            hints.tell(evil)
            check_strip(hints.render_line(0), hints.size.width)


def check_widget(widget) -> None:
    """Every line of a pane, from its beginning to its end."""
    cells = widget.size.width if isinstance(widget, ArticlePane) else widget.scrollable_content_region.width
    top = 0
    while True:
        widget.scroll_to(y=top, animate=False, force=True)
        for y in range(widget.size.height):
            check_strip(widget.render_line(y), cells)
        if top >= widget.max_scroll_y:
            return
        top += widget.size.height


def check_strip(strip: Strip, cells: int) -> None:
    assert strip.cell_length == cells
    assert sum(cell_len(segment.text) for segment in strip) == cells
    assert not CONTROL.search(strip.text)
