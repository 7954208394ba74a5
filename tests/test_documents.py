"""Every example in the documents works: it is run, or read by what reads such text."""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader import formats, moments
from reader.changes import MarkPassages, Star, Tag
from reader.cli.commands import COMMANDS
from reader.cli.parser import parse
from reader.cli.waking import Waker
from reader.config import Settings, load_settings
from reader.facts import Highlight, StoredHighlight, fact_of
from reader.formats import saved_page
from reader.library import Library
from reader.library.view import Place
from reader.model import Position
from reader.reading_days import ReadingTime
from reader.search import query
from reader.tui.keys.keymap import split_keymap
from reader.tui.themes import THEMES
from tests.web_server import gives, page, serving

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("tests/bench/*.md"))
)


@dataclass(frozen=True)
class Example:
    """A fenced example: where it stands, the word behind its fence, and the text."""

    file: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def _examples() -> Iterator[Example]:
    for file in DOCUMENTS:
        text = (ROOT / file).read_text(encoding="utf-8")
        for found in re.finditer(r"^( *)```(.*)\n((?:.*\n)*?)\1```$", text, re.MULTILINE):
            yield Example(file, text.count("\n", 0, found.start()) + 1, found[2], found[3])


EXAMPLES = list(_examples())


def of(kind: str) -> pytest.MarkDecorator:
    """A test for each example of a kind; there is at least one, or the test would test nothing."""
    found = [example for example in EXAMPLES if example.kind == kind]
    assert found, kind
    return pytest.mark.parametrize("example", found, ids=str)


def test_every_example_is_of_a_kind_that_is_tested_here() -> None:
    fences = sum(len(re.findall(r"^ *```", (ROOT / file).read_text("utf-8"), re.M)) for file in DOCUMENTS)
    assert fences == 2 * len(EXAMPLES)
    unknown = [str(example) for example in EXAMPLES if example.kind not in KINDS]
    assert not unknown, f"say behind the fence what this is ({', '.join(KINDS)}): {unknown}"


# --- commands -----------------------------------------------------------------------------------------


def commands(text: str) -> list[list[str]]:
    """The commands of a shell example, those between pipes too, each with what its input comes from."""
    found = []
    for line in text.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|<>")
        lexer.whitespace_split = True
        part: list[str] = []
        for word in [*lexer, "|"]:
            if word != "|":
                part.append(word)
            else:
                found.append(part)
                part = []
    return [words for words in found if words]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, page_text: Callable[..., str]) -> Path:
    """All the files that examples name, and a library that has what they ask for: to be copied."""
    folder = tmp_path_factory.mktemp("world")
    files = folder / "files"
    (files / "old").mkdir(parents=True)
    for number in range(13):
        title, other = f"Memex {number}", f"Memex {number + 1}"
        words = " ".join(f"w{number}x{word}" for word in range(1100))
        text = f"An open source memex for the storage of wind in turbines: memex {number}. {words}"
        (files / "old" / f"{number}.txt").write_text(page_text(title, text, following=other))
    for name in ("one.txt", "two.txt", "page.txt", "saved-pages/page.txt", "wind/page.txt"):
        (files / name).parent.mkdir(exist_ok=True)
        (files / name).write_text(page_text(f"Title of {name}", f"Text of {name}."))
    (files / "queries.txt").write_text("wind turbines\nmemex\n")
    with Library.open(folder / "data") as library:
        library.add([files / "old"], tags=["energy"])
        library.apply(Star((1,)))
        library.save_search("energy", "wind OR solar")
        library.store.searches.remember("memex", 1.0)
        library.save_place(Place(12, Position(0, 3), 0.5), [ReadingTime(12, 60.0, 200)])
        changing = Path(library.summary(12).source)
        for edition in "123":
            changing.write_text(changing.read_text().replace("turbines", f"turbines, edition {edition}", 1))
            library.add([changing])
        library.catch_up()
        library.back_up(folder / "backup")
    return folder


@pytest.fixture
def place(world: Path, tmp_path: Path, data: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run examples in."""
    folder = tmp_path / "place"
    shutil.copytree(world / "files", folder)
    shutil.copytree(world / "files" / "wind", home / "saved")
    shutil.copytree(world / "data", data)
    shutil.copy(world / "backup", tmp_path)
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('allow-private-addresses = ["127.0.0.1"]\n')
    monkeypatch.chdir(folder)
    return folder


SITE = "https://example.org"
"""The site that examples name. In its place they ask a server on this machine."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site with pages and a feed."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>A site.</p>'
    feed = (
        '<rss version="2.0"><channel><title>Tidewater Review</title><item><title>A</title><guid>1</guid>'
        "<description>Words of an entry.</description></item></channel></rss>"
    )
    paths = {"/": gives(link), "/feed.xml": gives(feed, "application/rss+xml"), "/wind.html": gives(page())}
    with serving(paths) as served:
        yield served.address


@of("sh")
def test_a_shell_example(
    example: Example, place: Path, site: str, run: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the reader ends well; others (curl, jq) stand for what the machine may not have."""
    (place / "feeds.opml").write_text(f'<opml><body><outline xmlUrl="{site}/feed.xml"/></body></opml>')
    for words in commands(example.text):
        program, *arguments = words
        if program == "reader":
            arguments = [word.replace(SITE, site) for word in arguments]
            if arguments[:1] in (["feeds"], ["unfollow"]):
                run("follow", f"{site}/feed.xml")
            _run_reader(arguments, place, run, monkeypatch)
        elif program == "python3":
            assert (ROOT / arguments[0]).is_file()
            assert _start_knows(arguments[1:]), words
        elif program.startswith("."):
            assert (ROOT / program).exists(), words
        else:
            assert program in ("curl", "jq", "less", "cut", "xargs"), f"what is {program}?"


_BEFORE = {
    "fetch": [["add", "--tag", "later", "--tag", "docs", "page.txt"]],
    "trash": [["remove", "2"]],
    "undo": [["remove", "2"]],
    "redo": [["remove", "2"], ["undo"]],
}
"""What somebody has done before the command of an example makes sense."""


def _run_reader(
    arguments: list[str], place: Path, run: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = (place / "page.txt").read_bytes()
    if "<" in arguments:
        at = arguments.index("<")
        stdin = (place / arguments[at + 1]).read_bytes()
        del arguments[at : at + 2]
    if ">" in arguments:
        del arguments[arguments.index(">") :]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    arguments = [os.path.expanduser(word) for word in arguments]  # noqa: PTH111 (as the shell does it)
    arguments = [word.replace("/media/stick", str(place)) for word in arguments]
    if arguments == ["remove"]:
        arguments = ["remove", "1"]  # from xargs
    if arguments[:1] in (["highlights"], ["review"]):
        _highlight()
    for command in _BEFORE.get(" ".join(arguments[:1]), ()):
        run(*command)
    if arguments[:1] == ["restore"] and arguments[1].isdigit():
        run("remove", *arguments[1:])
    elif arguments[:1] == ["restore"] and not Path(arguments[1]).exists():
        # In its example the backup was made before.
        shutil.copy(place.parent / "backup", arguments[1])
    if arguments == ["trash", "--empty"]:
        arguments.append("--yes")  # it asks, and nobody is there to answer
    if "--watch" in arguments:
        monkeypatch.setattr(Waker, "wait", _ctrl_c)  # it stays until somebody ends it
    result = run(*arguments)
    assert result.code == 0, (arguments, result)


def _highlight() -> None:
    """Somebody has highlighted a passage, of which the words are gone since."""
    one = Highlight("It is the wind", "Is it?", "blue", moments.from_seconds(time.time()))
    with Library.open() as library:
        library.apply(Tag((1,), add=("energy",)))
        library.apply(MarkPassages((1,), add=(fact_of(StoredHighlight(one)),)))


def _ctrl_c(_waker: Waker, *, settling: bool) -> None:
    raise KeyboardInterrupt


def _start_knows(arguments: list[str]) -> bool:
    """Whether start.py knows the arguments, or they are a command of the reader's."""
    words = (ROOT / "start.py").read_text(encoding="utf-8")
    return not arguments or f'"{arguments[0]}"' in words or arguments[0] in [c.name for c in COMMANDS]


_CODE = re.compile(r"(?<!`)`reader ([^`]+)`(?!`)")


def test_commands_within_a_sentence_exist() -> None:
    """With their options. A capital word stands for something, and so does a line that is cut off."""
    known = [command.name for command in COMMANDS]
    texts = {text for file in DOCUMENTS for text in _CODE.findall((ROOT / file).read_text("utf-8"))}
    assert len(texts) > 20
    for text in sorted(texts):
        (words, *_) = commands(text.replace("\\|", "|"))
        assert words[0] in (*known, "COMMAND") or words[0].startswith("--"), f"reader {text}"
        if words[0] in known and len(words) > 1:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys, "exit", lambda code, text=text: pytest.fail(f"reader {text}: {code}"))
                assert parse([*words, *(["tag", "FOLDER"] if words[-1] == "--tag" else [])])


# --- settings -----------------------------------------------------------------------------------------


@of("toml")
def test_an_example_of_the_configuration_file(example: Example, tmp_path: Path) -> None:
    """It is taken as it stands, and no key in it is another action's."""
    file = tmp_path / "config.toml"
    file.write_text(example.text, encoding="utf-8")
    settings = load_settings(file)
    assert split_keymap(settings.keys) == (settings.keys, {})
    assert settings != Settings()
    assert settings.theme in [theme.name for theme in THEMES]


# --- programs -----------------------------------------------------------------------------------------


@of("python")
def test_an_example_in_python(example: Example, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(ast.parse(example.text), str(example), "exec"), names)
    # The example of a format only defines it: tests/formats/test_design_example.py uses it.
    assert capsys.readouterr().out.strip() or "FORMAT" in names


# --- pages --------------------------------------------------------------------------------------------


@of("page")
def test_an_example_of_a_page(example: Example) -> None:
    """It is read as a page with a title of its own, a note, an image, links; and nothing of it is lost."""
    page = formats.parse(example.text.encode(), example.file)
    article = page.article
    assert article.title_from == "page"
    assert article.note
    assert {link.kind for link in article.links} == {"previous", "next", "recommended"}
    assert formats.parse(saved_page.write(article).encode(), "again").article == article


# --- what is not run ----------------------------------------------------------------------------------


@of("usage")
def test_a_line_of_usage_names_a_command(example: Example) -> None:
    command, options, *_ = [*example.text.removeprefix("reader ").split(), ""]
    assert command in [one.name for one in COMMANDS]
    assert options == "[OPTIONS]"


@of("ebnf")
def test_the_grammar_names_what_there_is(example: Example) -> None:
    """All fields and filters, and no others: what the grammar says is what the parser knows."""
    said = re.search(r"^field +=(.*)\nfilter +=(.*(?:\n +\|.*)*)$", example.text, re.MULTILINE)
    assert said
    assert set(re.findall(r'"(\w+)"', said[1])) == set(query.FIELDS)
    assert set(re.findall(r'"(\w+)"', said[2])) == set(query.FILTERS)


@of("text")
def test_a_drawing_or_formula_is_nothing_that_could_be_run(example: Example) -> None:
    """A command or a program is tested as such: it has to say which it is."""
    assert not re.search(r"^ *(reader|python3?|import|from|with|def|\[\w+\]$)", example.text, re.MULTILINE)


KINDS = ("sh", "toml", "python", "page", "usage", "ebnf", "text")


_TABLE = "CONTRIBUTING.md"
_FILE_NAME = re.compile(r"`([\w./]+\.(?:py|md|toml|tcss)|[\w.]+(?:/[\w.]+)*/)`")


def test_the_table_of_places_names_files_that_exist() -> None:
    rows = [line for line in (ROOT / _TABLE).read_text().splitlines() if line.startswith("| ")]
    missing = []
    for row in rows:
        folders = {ROOT}
        for name in _FILE_NAME.findall(row):
            file = ROOT / name
            folders |= {file, file.parent} if "/" in name else set()
        missing += [n for n in _FILE_NAME.findall(row) if not any((place / n).exists() for place in folders)]
    assert len(rows) > 50
    assert not missing, f"{_TABLE} names files that do not exist: {missing}"
