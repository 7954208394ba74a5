"""Files that hold several articles, and sources that hold files: from a source to the library and back.

The format and the container are made up here, as somebody who adds one would write them. See "How to add a
format" in docs/design.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from reader import formats, ingest, sources
from reader.errors import ArticleDamaged, UnreadableSource
from reader.formats import Parsed
from reader.library import Library
from reader.library.care import problems, repair
from reader.model import AddReport, Article, Asset, Block, Facts, Failure, Span
from reader.sources import Fail, Fetched, FoundFile
from reader.store import Kind, Store, open_store

RunReader = Callable[..., Any]

PICTURE = bytes(range(256)) * 4


# --- a format: JSON with a list of cards ----------------------------------------------------------------


def sniff(fetched: Fetched) -> bool:
    return fetched.source.endswith(".cards")


def read(fetched: Fetched) -> Iterator[formats.Parsed | formats.Refused]:
    try:
        cards = json.loads(fetched.raw)
    except ValueError as error:
        raise UnreadableSource("is not a file of cards") from error
    for card in cards:
        if "text" not in card:
            yield formats.Refused(card["id"], "it has no text")
            continue
        beside = fetched.neighbour(card["picture"]) if "picture" in card else None
        yield formats.Parsed(
            Article(
                card["title"],
                (Block("paragraph", (Span(card["text"]), Span("map.png", "image"))),),
            ),
            member=card["id"],
            assets=(Asset("map.png", beside.raw if beside else PICTURE, "image/png"),),
        )


# --- a container: lines of a name, a tab and JSON --------------------------------------------------------


class Box:
    """A file of files: a line each, its name and its text as JSON."""

    def sniff(self, fetched: Fetched) -> bool:
        return fetched.source.endswith(".box")

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        with fetched.open() as stream:
            lines = [line.decode().rstrip("\n").split("\t") for line in stream]
        texts = {name: json.loads(text).encode() for name, *rest in lines for text in rest}
        for name, *rest in lines:
            if not rest:
                fail(name, UnreadableSource("it is cut off"))
                continue
            yield FoundFile(fetched.source, partial(self._fetch, fetched, texts, name), name)

    def _fetch(self, box: Fetched, texts: dict[str, bytes], name: str) -> Fetched:
        def neighbour(wanted: str) -> Fetched | None:
            return self._fetch(box, texts, wanted) if wanted in texts else None

        return Fetched(box.source, texts[name], member=name, neighbours=neighbour)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMATS", (formats.Format("cards", sniff, read), *formats.FORMATS))
    monkeypatch.setattr(sources, "CONTAINERS", (Box(),))


# --- using them -----------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "library.sqlite3") as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "trip.cards"


THREE = ("sea", "hill", "town")


def write(file: Path, *names: str, **texts: str) -> Path:
    """A file of cards with these names; ``texts`` are those that say something else than usual."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([card(name, **texts) for name in names]))
    return file


def card(name: str, **texts: str) -> dict[str, str]:
    return {
        "id": name,
        "title": f"A walk to the {name}",
        "text": texts.get(name, f"On the way to the {name} we saw much of the land."),
    }


def add(store: Store, *names: object, **options: Any) -> AddReport:
    options.setdefault("now", 1.0)
    return ingest.add(store, [str(name) for name in names], **options)


def counts(report: AddReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, len(report.failed)


def titles(store: Store) -> dict[str, float | None]:
    """The last word of each title, and when the article vanished."""
    return {
        summary.title.split()[-1]: summary.vanished
        for summary in store.articles.summaries(store.articles.ids())
    }


def blobs(store: Store) -> int:
    count: int = store._db.value("SELECT count(*) FROM blobs")
    return count


def test_each_article_of_a_file_is_one(store: Store, file: Path) -> None:
    assert counts(add(store, write(file, *THREE))) == (3, 0, 0, 0)
    assert titles(store) == dict.fromkeys(THREE)
    for article, name in zip(store.articles.ids(), THREE, strict=True):
        original = store.articles.raw(article)
        assert (original.source, original.member, original.raw) == (str(file), name, file.read_bytes())
        assert [(asset.name, asset.media_type) for asset in store.articles.assets(article)] == [
            ("map.png", "image/png")
        ]
        assert store.articles.asset(article, "map.png") == PICTURE
        assert store.articles.asset(article, "another.png") is None
        assert store.articles.get(article).text().endswith("of the land.map.png")
    # The file and the picture that all three have.
    assert blobs(store) == 2
    assert store.inspect() == []


def test_a_file_is_read_again_only_if_it_has_changed(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, write(file, *THREE))
    with monkeypatch.context() as patched:
        patched.setattr(formats, "FORMATS", ())
        assert counts(add(store, file)) == (0, 0, 3, 0)
        # Not even for their tags.
        assert counts(add(store, file, file.parent, tags=["walks"])) == (0, 0, 6, 0)
    assert all(store.articles.get(article).tags == ("walks",) for article in store.articles.ids())
    write(file, *THREE, hill="The hill was closed.")
    assert counts(add(store, file)) == (0, 1, 2, 0)
    assert "The hill was closed." in store.articles.get(2).text()
    assert blobs(store) == 2
    assert store.inspect() == []


def test_an_article_that_has_vanished_is_marked_and_comes_back(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    store.state.star(2)
    report = add(store, write(file, "sea", "town"), now=7.0)
    assert counts(report) == (0, 0, 2, 0)
    assert report.notes == ("1 article is no longer where it came from; it stays in the library",)
    assert titles(store) == {"sea": None, "hill": 7.0, "town": None}
    assert store.inspect() == []
    # What it came from is kept as long as it is here.
    assert b"hill" in store.articles.raw(2).raw
    # Again, and nothing is new.
    assert (counts(add(store, file, now=8.0)), titles(store)["hill"]) == ((0, 0, 2, 0), 7.0)
    report = add(store, write(file, *THREE), now=9.0)
    assert (counts(report), report.notes) == ((0, 0, 3, 0), ())
    assert titles(store) == dict.fromkeys(THREE)
    assert store.articles.summary(2).starred
    assert (blobs(store), store.inspect()) == (2, [])


def test_an_article_that_cannot_be_read_now_has_not_vanished(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    cards = json.loads(file.read_text())
    del cards[1]["text"]
    file.write_text(json.dumps(cards))
    report = add(store, file)
    assert report.failed == (Failure(str(file), "it has no text", "hill"),)
    assert titles(store) == dict.fromkeys(THREE)


def test_a_folder_added_again_marks_what_it_has_no_more(store: Store, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes" / "deep" / "page.txt"
    other.parent.mkdir(parents=True)
    other.write_text("Kept\n\nKept\n\nThis page stays.\n")
    hidden = tmp_path / "notes" / ".hidden.txt"
    hidden.write_text("Hidden\n\nHidden\n\nThis page is only named by itself.\n")
    beside = tmp_path / "notes2.txt"
    beside.write_text("Beside\n\nBeside\n\nThis one is not in the folder.\n")
    add(store, write(file, *THREE), hidden, beside, file.parent)
    content = file.read_bytes()
    file.unlink()
    beside.unlink()
    report = add(store, file.parent, now=7.0)
    assert report.notes == ("3 articles are no longer where they came from; they stay in the library",)
    assert titles(store) == dict.fromkeys(THREE, 7.0) | {"Kept": None, "Hidden": None, "Beside": None}
    # Noticed once.
    assert add(store, file.parent, now=8.0).notes == ()
    file.write_bytes(content)
    assert counts(add(store, file.parent, now=9.0)) == (0, 0, 4, 0)
    assert set(titles(store).values()) == {None}
    assert store.inspect() == []


def test_what_vanished_from_a_file_stays_so_when_the_file_comes_back(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    add(store, write(file, "sea", "town"), now=7.0)
    content = file.read_bytes()
    file.unlink()
    add(store, file.parent, now=8.0)
    assert titles(store) == {"sea": 8.0, "hill": 7.0, "town": 8.0}
    file.write_bytes(content)
    add(store, file.parent, now=9.0)
    assert titles(store) == {"sea": None, "hill": 7.0, "town": None}


def test_an_article_with_two_sources_vanishes_with_the_second(store: Store, file: Path) -> None:
    copy = file.with_name("copy.cards")
    add(store, write(file, "sea"), write(copy, "sea"))
    file.unlink()
    add(store, file.parent, now=7.0)
    assert titles(store) == {"sea": None}
    copy.unlink()
    add(store, file.parent, now=8.0)
    assert titles(store) == {"sea": 8.0}


def test_an_import_that_is_cut_short_is_done_again(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 1)
    put = store.articles.put

    def fail_at_last(page: Any, *rest: Any, **options: Any) -> Any:
        if page.member == "town":
            raise KeyboardInterrupt
        return put(page, *rest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(store.articles, "put", fail_at_last)
        with pytest.raises(KeyboardInterrupt):
            add(store, write(file, *THREE))
    assert set(titles(store)) == {"sea", "hill"}
    assert store.inspect() == []
    assert counts(add(store, file)) == (1, 0, 2, 0)
    assert counts(add(store, file)) == (0, 0, 3, 0)
    assert store.inspect() == []


def test_a_file_that_goes_back_to_what_it_was_is_read_again(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import of the version between was cut short: some articles are as that has them."""
    monkeypatch.setattr(ingest, "BATCH", 1)
    add(store, write(file, *THREE))
    put = store.articles.put

    def fail_after_first(page: Any, *rest: Any, **options: Any) -> Any:
        if page.member != "sea":
            raise KeyboardInterrupt
        return put(page, *rest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(store.articles, "put", fail_after_first)
        with pytest.raises(KeyboardInterrupt):
            add(store, write(file, *THREE, sea="It is dry."))
    assert "dry" in store.articles.get(1).text()
    assert counts(add(store, write(file, *THREE))) == (0, 1, 2, 0)
    assert "dry" not in store.articles.get(1).text()


def test_what_was_read_before_a_file_breaks_off_is_kept(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_half(fetched: Fetched) -> Iterator[formats.Parsed | formats.Refused]:
        yield from list(read(fetched))[:2]
        raise UnreadableSource("is cut off")

    monkeypatch.setattr(formats, "FORMATS", (formats.Format("cards", sniff, read_half),))
    report = add(store, write(file, *THREE))
    assert (counts(report), report.failed) == ((2, 0, 0, 1), (Failure(str(file), "is cut off"),))
    monkeypatch.setattr(formats, "FORMATS", (formats.Format("cards", sniff, read),))
    assert counts(add(store, file)) == (1, 0, 2, 0)


def test_two_articles_of_one_name_are_told_apart(store: Store, file: Path) -> None:
    file.parent.mkdir()
    cards = [card("sea") | {"id": "x", "text": f"Text {number}"} for number in range(3)]
    file.write_text(json.dumps(cards))
    add(store, file)
    assert [store.articles.raw(article).member for article in store.articles.ids()] == ["x", "x (2)", "x (3)"]
    assert counts(add(store, file)) == (0, 0, 3, 0)


def test_pictures_beside_a_file_come_along(store: Store, file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    (file.parent / "map.png").write_bytes(b"a map")
    (tmp_path / "secret.png").write_bytes(b"not for all")
    cards = [card(name) | {"picture": path} for name, path in (("sea", "map.png"), ("hill", "../secret.png"))]
    file.write_text(json.dumps(cards))
    add(store, file)
    assert [store.articles.asset(article, "map.png") for article in store.articles.ids()] == [
        b"a map",
        PICTURE,
    ]


# --- containers -------------------------------------------------------------------------------------------


def box(file: Path, **texts: str) -> Path:
    """A box with files of these names (``_`` for the dot)."""
    file.parent.mkdir(exist_ok=True)
    lines = [f"{name.replace('_', '.')}\t{json.dumps(text)}\n" for name, text in texts.items()]
    file.write_text("".join(lines))
    return file


PAGE = "Inside\n\nInside\n\nThis page is in a box.\n"


def test_files_in_a_container_are_files(store: Store, tmp_path: Path) -> None:
    cards = json.dumps([card("sea"), card("hill")])
    inner = f"deep.txt\t{json.dumps(PAGE.replace('Inside', 'Deep'))}\n"
    packed = box(tmp_path / "in" / "all.box", page_txt=PAGE, trip_cards=cards, more_box=inner, bad_txt="")
    report = add(store, packed.parent)
    assert counts(report) == (4, 0, 0, 1)
    assert report.failed == (Failure(str(packed), "the file is empty", "bad.txt"),)
    originals = [store.articles.raw(article) for article in store.articles.ids()]
    assert [(original.source.removeprefix(f"{packed}/"), original.member) for original in originals] == [
        ("page.txt", ""),
        ("trip.cards", "sea"),
        ("trip.cards", "hill"),
        ("more.box/deep.txt", ""),
    ]
    assert counts(add(store, packed.parent)) == (0, 0, 4, 1)
    add(store, box(packed, page_txt=PAGE, trip_cards=json.dumps([card("sea")])), now=7.0)
    assert titles(store) == {"Inside": None, "sea": None, "hill": 7.0, "Deep": 7.0}
    packed.unlink()
    add(store, packed.parent, now=8.0)
    assert titles(store) == {"Inside": 8.0, "sea": 8.0, "hill": 7.0, "Deep": 7.0}
    assert store.inspect() == []


def test_a_container_that_is_damaged_has_lost_nothing(store: Store, tmp_path: Path) -> None:
    packed = box(tmp_path / "all.box", a_txt=PAGE, b_txt=PAGE + "More.\n")
    add(store, packed)
    packed.write_text(packed.read_text().splitlines()[0] + "\nb.txt\n")
    report = add(store, packed)
    assert report.failed == (Failure(str(packed), "it is cut off", "b.txt"),)
    assert report.notes == ()


# --- damage -------------------------------------------------------------------------------------------------


def spoil(store: Store, statement: str) -> None:
    with store.transaction():
        store._db.execute(statement)
        store._db.execute("DELETE FROM temp.unsealed")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE bodies SET blocks = '[]' WHERE article = 2",
        "UPDATE sources SET member = 'x' WHERE id = 2",
        "UPDATE sources SET blob = 2 WHERE id = 2",
        "UPDATE blobs SET bytes = x'00' WHERE id = 1",
        "UPDATE blobs SET bytes = x'00' WHERE id = 2",
        "UPDATE blobs SET digest = 'x' WHERE id = 1",
        "UPDATE assets SET name = 5.5 WHERE source = 2",
    ],
)
def test_damage_is_noticed_and_put_right(store: Store, file: Path, damage: str) -> None:
    add(store, write(file, *THREE))
    text = store.articles.get(2).text()
    spoil(store, damage)
    assert problems(store) != []
    done = repair(store)
    assert done.done != ()
    assert done.left == ()
    assert store.articles.get(2).text() == text
    assert store.articles.raw(1).raw == file.read_bytes()
    assert store.articles.asset(1, "map.png") == PICTURE


@pytest.mark.parametrize("damage", ["bytes = x'00'", "form = 'plain'", "form = 'another'"])
def test_a_damaged_picture_is_damage_of_its_article(store: Store, file: Path, damage: str) -> None:
    add(store, write(file, *THREE))
    spoil(store, f"UPDATE blobs SET {damage} WHERE id = 2")
    with pytest.raises(ArticleDamaged, match="a picture of it is damaged"):
        store.articles.asset(3, "map.png")
    assert [(finding.kind, finding.article) for finding in store.inspect()] == [(Kind.ASSET, 1)]


def test_a_second_file_of_the_same_bytes_mends_them(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    spoil(store, "UPDATE blobs SET bytes = x'00' WHERE id = 1")
    assert store.inspect() != []
    add(store, write(file.with_name("copy.cards"), *THREE))
    assert (blobs(store), store.inspect()) == (2, [])


def test_a_repair_keeps_pictures_that_lay_beside_the_file(store: Store, file: Path) -> None:
    file.parent.mkdir()
    picture = file.parent / "beside.png"
    picture.write_bytes(b"a map")
    file.write_text(json.dumps([card("sea") | {"picture": "beside.png"}, card("hill")]))
    add(store, file)
    picture.unlink()
    spoil(store, "UPDATE bodies SET blocks = '[]' WHERE article = 1")
    assert repair(store).left == ()
    assert store.articles.asset(1, "map.png") == b"a map"


def test_an_article_whose_bytes_are_lost_has_not_vanished(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    with store.transaction():
        store._db.execute("UPDATE sources SET blob = NULL WHERE id = 1")
    spoil(store, "UPDATE bodies SET blocks = '[]' WHERE article = 2")
    add(store, file, now=7.0)
    assert titles(store) == dict.fromkeys(THREE)


def test_bytes_that_nothing_refers_to_go(store: Store, file: Path) -> None:
    add(store, write(file, *THREE))
    store.articles.remove([1, 2])
    assert blobs(store) == 2
    store.articles.remove([3])
    assert blobs(store) == 0
    assert store.inspect() == []


# --- what a person sees -------------------------------------------------------------------------------------


def test_the_commands_tell_what_failed_and_what_has_vanished(run: RunReader, file: Path) -> None:
    cards = [card("sea"), {"id": "hill"}]
    file.parent.mkdir()
    file.write_text(json.dumps(cards))
    result = run("add", file, "--json")
    assert result.code == 1
    (record,) = result.records
    assert record["failed"] == [{"source": str(file), "member": "hill", "error": "it has no text"}]
    assert record["notes"] == []
    assert result.err == f"{file} (hill): it has no text\n"
    file.unlink()
    (record,) = run("add", file.parent, "--json").records
    assert record["notes"] == ["1 article is no longer where it came from; it stays in the library"]
    assert run("add", file.parent).err == "no articles were found there\n"
    (listed,) = run("list", "--json").records
    (shown,) = run("show", "1", "--json").records
    assert listed["vanished"] == shown["vanished"]
    assert listed["vanished"].endswith("Z") or "+" in listed["vanished"]
    assert "gone" in run("show", "1").out


def test_search_finds_the_articles_of_a_file(tmp_path: Path, file: Path) -> None:
    with Library.open(tmp_path / "data") as library:
        library.add([write(file, *THREE)])
        assert [hit.title for hit in library.search("hill")] == ["A walk to the hill"]
        # A picture's name is no word of the text.
        assert library.search("image") == []


# --- a source -----------------------------------------------------------------------------------------------


class Shelf:
    """A source that gives files from memory: ``shelf:NAME``."""

    held: ClassVar[dict[str, dict[str, bytes]]] = {}

    def __init__(self, name: str) -> None:
        self._name = name
        self.scope = f"{name}/"

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        for name, raw in self.held[self._name].items():
            locator = f"{self._name}/{name}"
            if not raw:
                fail(locator, UnreadableSource("it is lent out"))
                continue
            yield FoundFile(locator, partial(Fetched, locator, raw, media_type="text/x-cards"))

    def lacks(self, source: str) -> bool:
        return source.removeprefix(self.scope) not in self.held[self._name]


def shelf(name: str, closed: sources.Closed) -> sources.Source | None:
    return Shelf(name) if name.startswith("shelf:") else None


def test_a_new_source_from_its_files_to_what_has_vanished(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SOURCES", (shelf, *sources.SOURCES))
    held = {"a.cards": json.dumps([card(name) for name in THREE]).encode(), "b.txt": PAGE.encode()}
    monkeypatch.setattr(Shelf, "held", {"shelf:mine": held})
    assert counts(add(store, "shelf:mine")) == (4, 0, 0, 0)
    assert store.articles.raw(2).source == "shelf:mine/a.cards"
    assert counts(add(store, "shelf:mine")) == (0, 0, 4, 0)
    held["a.cards"] = json.dumps([card("sea", sea="It is dry."), card("town")]).encode()
    assert counts(add(store, "shelf:mine", now=5.0)) == (0, 1, 2, 0)
    assert titles(store) == {"sea": None, "hill": 5.0, "town": None, "Inside": None}
    # What cannot be had now has not vanished.
    held["b.txt"] = b""
    assert counts(add(store, "shelf:mine", now=6.0)) == (0, 0, 2, 1)
    assert titles(store)["Inside"] is None
    del held["b.txt"]
    add(store, "shelf:mine", now=7.0)
    assert titles(store) == {"sea": None, "hill": 5.0, "town": None, "Inside": 7.0}
    assert store.inspect() == []


def test_an_import_can_be_stopped_inside_a_file_and_an_archive(store: Store, tmp_path: Path) -> None:
    """What was read is kept, nothing counts as vanished, and the same import adds the rest."""
    cards = json.dumps([card(name) for name in THREE])
    packed = box(tmp_path / "all.box", a_txt=PAGE, b_cards=cards, c_txt=PAGE + "More.\n")
    for stopped_at, added in ((3, 3), (2, 0), (9, 2)):
        asked = iter(range(100))
        done: list[str] = []
        report = add(
            store,
            packed,
            stop=lambda asked=asked, at=stopped_at: next(asked) >= at,
            progress=lambda progress, done=done: done.append(f"{progress.done}/{progress.total}"),
        )
        assert (report.added, report.notes) == (added, ())
        assert done[0] == "0/1"
        assert store.inspect() == []
    assert done == ["0/1", "1/4", "2/4", "3/4", "4/4"]
    assert set(titles(store)) >= set(THREE)


class TestExports:
    """Files whose bytes are not stored: each article is kept as its record."""

    SECRET = b"NEVER-SHOW-a-token"

    @pytest.fixture
    def export(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An export of a service with two articles and a token, and the format that reads it."""

        def read(fetched: Fetched) -> Iterator[Parsed]:
            for line in fetched.raw.decode().splitlines()[1:]:
                name, _, text = line.partition(": ")
                blocks = (Block("paragraph", (Span(text),)),) if text else ()
                facts = Facts(url=f"https://example.org/{name}", starred=True)
                yield Parsed(Article(name, blocks, tags=("kept",)), name, facts=facts)

        export = formats.Format("export", lambda f: f.raw.startswith(b"EXPORT "), read, keeps=False)
        monkeypatch.setattr(formats, "FORMATS", (export, *formats.FORMATS))
        file = tmp_path / "export.txt"
        file.write_bytes(b"EXPORT " + self.SECRET + b"\nOne: A text.\nTwo: \n")
        return file

    def test_nothing_but_the_articles_is_stored(self, store: Store, export: Path) -> None:
        assert ingest.add(store, [export], now=1.0).added == 2
        report = ingest.add(store, [export], now=2.0)
        assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
        for article in store.articles.ids():
            assert self.SECRET not in store.articles.raw(article).raw
        assert store.inspect() == []
        export.write_bytes(b"EXPORT other\nTwo: It has a text now.\n")
        report = ingest.add(store, [export], now=3.0)
        assert (report.updated, len(report.notes)) == (1, 1)
        assert [s.vanished for s in store.articles.summaries(store.articles.ids("title"))] == [3.0, None]
        assert store.inspect() == []

    def test_a_damaged_article_is_made_again_from_its_record(self, store: Store, export: Path) -> None:
        ingest.add(store, [export], now=1.0)
        export.unlink()
        before = [(store.articles.get(a), store.articles.summary(a)) for a in store.articles.ids()]
        store._db.execute("UPDATE bodies SET blocks = '[[]]'")
        store._db.execute("UPDATE articles SET url = 'x'")
        assert store.inspect()
        assert repair(store).left == ()
        assert [(store.articles.get(a), store.articles.summary(a)) for a in store.articles.ids()] == before
