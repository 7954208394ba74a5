"""Articles for other programs and for the clipboard."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Settings
from reader.errors import ReaderError
from reader.tui.background import sharing
from reader.tui.background.history import MOST, History
from reader.tui.background.sharing import Share, command_of, filled
from reader.tui.controllers import notices
from reader.tui.screens.choosing import CopyLine, ShareSheet
from reader.tui.screens.commandline import PipeLine
from reader.tui.screens.output import OutputSheet
from tests.tui.conftest import paths_at

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs of a test are shell scripts")


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch):
    monkeypatch.setattr(notices, "STANDS", 3600.0)


@pytest.fixture
def program(tmp_path):
    """Makes a program that runs a script; returns its path."""

    def make(name: str, script: str) -> Path:
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    return make


def output(reader) -> list[str]:
    assert isinstance(reader.app.screen, OutputSheet)
    return str(reader.app.screen.query_one("#sheet-text").render()).splitlines()


class TestCommands:
    def test_words_are_split_as_a_shell_does_and_mean_nothing_more(self, program):
        file = program("count", "")
        words = command_of(f"{file} -w 'two words' $HOME ;ls > /tmp/x `id`").words
        assert words == (str(file), "-w", "two words", "$HOME", ";ls", ">", "/tmp/x", "`id`")

    def test_who_gets_the_terminal(self, program):
        assert not command_of(str(program("count", ""))).terminal
        assert command_of(f"!{program('count', '')}").terminal
        assert command_of(f"! {program('less', '')} -R").terminal
        assert command_of(str(program("vim", ""))).terminal

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "type the name of a program"),
            ("!", "type the name of a program"),
            ("'unclosed", "is not a command"),
            ("not-there-at-all -x", "not-there-at-all is not installed"),
            ("./here", "names another program in every directory"),
        ],
    )
    def test_what_is_no_command_is_refused(self, typed, words):
        with pytest.raises(ReaderError, match=words):
            command_of(typed)

    def test_places_are_filled_once(self):
        about = Share("{url} and {file}", "https://example.org/", "/tmp/a.md")
        assert filled("{title}: {url}", about) == "{url} and {file}: https://example.org/"
        assert filled("{other} {}", about) == "{other} {}"

    def test_a_title_does_not_become_an_option(self):
        about = Share("--exec=evil", "", "")
        assert filled("{title}", about) == " --exec=evil"
        assert filled("--subject={title}", about) == "--subject=--exec=evil"

    @given(st.text(), st.text(max_size=30))
    def test_any_title_stays_one_argument(self, title, word):
        found = filled(word, Share(title, "", ""))
        assert "\0" not in found
        assert word.startswith("-") or not found.startswith("-")


class TestPiping:
    async def test_the_article_goes_to_a_command_and_its_output_is_shown(self, run, program):
        head = program("first", 'head -c 3; echo; echo "$#: $1"; wc -l > /dev/null')
        async with run() as reader:
            await reader.press("enter", "vertical_line")
            assert isinstance(reader.app.screen, PipeLine)
            assert "Gives “Welcome to the reader” to a command" in str(
                reader.app.screen.query_one("#said").render()
            )
            reader.app.screen.line.value = f"{head} '$(touch evil)'"
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, OutputSheet))
            assert output(reader) == ["---", "1: $(touch evil)"]
            await reader.press("escape", "vertical_line", "up")
            assert reader.app.screen.line.value == f"{head} '$(touch evil)'"

    async def test_all_that_is_marked_goes_together(self, run, program):
        titles = program("titles", "grep ^title:")
        async with run() as reader:
            await reader.press("x", "x", "vertical_line")
            assert "Gives 2 articles to a command" in str(reader.app.screen.query_one("#said").render())
            reader.app.screen.line.value = str(titles)
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, OutputSheet))
            assert [line.split(": ")[1].strip("\"'") for line in output(reader)] == [WELCOME, NUMBERS]

    async def test_what_goes_wrong_is_said(self, run, program):
        fails = program("fails", "exit 3")
        silent = program("silent", "cat > /dev/null")
        async with run() as reader:
            await reader.press("vertical_line")
            reader.app.screen.line.value = "not-there-at-all"
            await reader.press("enter")
            assert str(reader.app.screen.query_one("#said").render()) == "not-there-at-all is not installed"
            reader.app.screen.line.value = str(fails)
            await reader.press("enter")
            await reader.until(lambda: reader.notice == f"{fails} ended with exit code 3.")
            await reader.press("vertical_line")
            reader.app.screen.line.value = str(silent)
            await reader.press("enter")
            await reader.until(lambda: reader.notice == f"Done: {silent}")

    async def test_output_is_made_harmless_and_no_more_than_can_be_shown(self, run, program, monkeypatch):
        monkeypatch.setattr(sharing, "MOST", 1000)
        evil = program("evil", "printf '\\033]52;c;x\\007<b>[red]\\n'; yes | head -c 100000")
        async with run() as reader:
            await reader.press("vertical_line")
            reader.app.screen.line.value = str(evil)
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, OutputSheet))
            shown = output(reader)
            assert "\x1b" not in "".join(shown)
            assert "<b>[red]" in shown[0]
            assert len(shown) < 1000

    async def test_a_command_that_takes_too_long_is_stopped(self, run, program, monkeypatch):
        monkeypatch.setattr(sharing, "LONGEST", 0.2)
        slow = program("slow", "sleep 60")
        async with run() as reader:
            await reader.press("vertical_line")
            reader.app.screen.line.value = str(slow)
            await reader.press("enter")
            await reader.until(lambda: "was stopped" in reader.notice)


class TestSharing:
    async def test_an_article_is_shared_with_a_list_of_arguments(self, run, program, tmp_path):
        log = tmp_path / "log"
        send = program("send", f'printf "%s\\n" "$@" > {log}; head -n 1 "$3" >> {log}')
        settings = Settings(share={"mail": [str(send), "-s", "{title}", "{file}", "<{url}>"]})
        async with run(settings=settings) as reader:
            await reader.press("ampersand")
            await reader.until(lambda: reader.notice == f"Shared “{WELCOME}” with mail")
            said = log.read_text().splitlines()
            assert said[:2] == ["-s", WELCOME]
            assert said[2].endswith("Welcome to the reader.md")
            assert said[3:] == ["<>", "---"]
            made = [*Path(said[2]).parents[1].rglob("*.md")]
            assert list(map(str, made)) == [said[2]]
        assert not [file for file in made if file.exists()]

    async def test_of_several_ways_one_is_chosen(self, run, program, tmp_path):
        ways = {name: [str(program(name, f"touch {tmp_path / name}.done"))] for name in ("one", "two")}
        async with run(settings=Settings(share=ways)) as reader:
            await reader.press("ampersand")
            assert isinstance(reader.app.screen, ShareSheet)
            await reader.press("j", "enter")
            await reader.until((tmp_path / "two.done").exists)
            await reader.press("colon")
            reader.app.screen.line.value = "share three"
            await reader.press("enter")
            assert reader.notice == "there is no way to share named three: there are one, two"

    async def test_without_a_way_it_says_where_to_set_one(self, run):
        async with run() as reader:
            await reader.press("ampersand")
            assert reader.notice == "No way to share is set: see [share] in docs/configuration.md."


class TestBrowser:
    def test_only_addresses_of_the_web_are_opened(self):
        for url in ("", "file:///etc/passwd", "javascript:alert(1)", "-x", "https://"):
            with pytest.raises(ReaderError, match="no address on the web"):
                sharing.open_in_browser(None, url)

    def test_the_browser_of_the_environment(self, program, tmp_path):
        log = tmp_path / "log"
        browser = program("surf", f'printf "%s\\n" "$@" > {log}.new; mv {log}.new {log}')
        said = sharing.open_in_browser(None, "https://example.org/a?b=c&d", {"BROWSER": f"{browser} --new"})
        assert said == "Opened https://example.org/a?b=c&d"
        sharing._started[-1].wait()
        assert log.read_text().splitlines() == ["--new", "https://example.org/a?b=c&d"]

    async def test_an_article_without_an_address_says_so(self, run):
        async with run() as reader:
            await reader.press("exclamation_mark")
            assert reader.notice == "This article has no address on the web"


class TestCopying:
    @pytest.mark.parametrize(
        ("key", "text", "words"),
        [
            ("t", WELCOME, f"Copied {WELCOME}"),
            ("m", "---\n", f"Copied “{WELCOME}” as Markdown: "),
            ("x", f"{WELCOME}\n\nThis is an article", "Copied the article: "),
            ("y", "This is an article", "Copied “This is an article"),
        ],
    )
    async def test_a_second_key_says_what(self, run, key, text, words):
        async with run() as reader:
            await reader.press("enter", "y")
            assert isinstance(reader.app.screen, CopyLine)
            await reader.press(key)
            assert reader.app.screen is reader.main
            assert reader.app.clipboard.startswith(text)
            assert reader.notice.startswith(words)

    async def test_any_other_key_copies_nothing(self, run):
        async with run() as reader:
            await reader.press("enter", "y", "q")
            assert reader.app.screen is reader.main
            assert (reader.app.clipboard, reader.notice) == ("", "")

    async def test_titles_of_all_that_is_marked(self, run):
        async with run() as reader:
            await reader.press("x", "x", "y", "t")
            assert reader.app.clipboard == f"{WELCOME}\n{NUMBERS}"
            assert reader.notice == "Copied 2 titles"
            await reader.press("y", "l")
            assert reader.notice == "This article has no address on the web"

    @pytest.mark.parametrize("columns", [60, 80, 120])
    async def test_every_choice_is_in_sight(self, run, columns):
        async with run(size=(columns, 20)) as reader:
            await reader.press("enter", "y")
            line = reader.app.screen.query_one("Static")
            shown = str(line.render())
            assert all(len(one) <= columns - 2 for one in shown.splitlines())
            assert "article as Markdown" in shown
            assert line.size.height == len(shown.splitlines())


class TestHistory:
    async def test_lines_are_kept_once_each_and_only_for_this_person(self, tmp_path):
        history = History(paths_at(tmp_path), "commands")
        assert await history.lines() == []
        for line in ("star", "unstar", "star", *(f"open {number}" for number in range(MOST - 2))):
            await history.add(line)
        kept = await History(paths_at(tmp_path), "commands").lines()
        assert len(kept) == MOST
        assert kept[:3] == ["unstar", "star", "open 0"]
        file = tmp_path / "data" / "commands.history"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    async def test_a_file_of_anything_does_no_harm(self, tmp_path):
        file = tmp_path / "data" / "commands.history"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"star\n\xff\x00\x1b[2J\n\n  star\n")
        lines = await History(paths_at(tmp_path), "commands").lines()
        assert lines[0] == "star"
        assert not any("\x1b" in line for line in lines)
        file.unlink()
        file.mkdir()
        history = History(paths_at(tmp_path), "commands")
        await history.add("star")
        assert await history.lines() == ["star"]
