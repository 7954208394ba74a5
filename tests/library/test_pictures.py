"""The pictures of an article: kept by the library, or beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import ArticleNotFound
from reader.library import LocalLibrary
from reader.model import Position
from reader.pictures.header import PictureSize
from tests.memory_library import MemoryLibrary, Shelf
from tests.pictures.drawn import jpeg_header, png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
PAGE = "Ice\n\nIce\n\nFirst words of the page.\n\n[[104812]]\n\nMore words, and [[7]] in a line.\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalLibrary]:
    monkeypatch.setenv("READER_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "pages").mkdir()
    with LocalLibrary.open(tmp_path / "data") as library:
        yield library


def sizes(library: LocalLibrary, article: int = 1) -> dict[str, PictureSize]:
    return dict(library.view(article, Position()).pictures)


def add(library: LocalLibrary, tmp_path: Path, name: str, text: str) -> int:
    (tmp_path / "pages" / name).write_text(text)
    report = library.add([tmp_path / "pages" / name])
    assert (report.added, report.failed) == (1, ())
    return library.ids()[0]


def test_pictures_that_are_stored(library: LocalLibrary, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    # Compressed and not, with its size far behind, of a kind that is not shown.
    (pages / "plain.png").write_bytes(png(640, 480))
    (pages / "exif.jpg").write_bytes(
        jpeg_header(300, 200, orientation=6, before=150_000) + bytes(range(256)) * 900
    )
    (pages / "drawing.svg").write_bytes(SVG)
    text = (
        "# Title\n\n![](plain.png)\n\n![](exif.jpg)\n\n![](drawing.svg)\n\n![](https://example.org/far.png)\n"
    )
    article = add(library, tmp_path, "a.md", text)
    assert sizes(library, article) == {
        "plain.png": PictureSize(640, 480, "PNG"),
        "exif.jpg": PictureSize(200, 300, "JPEG"),
        "drawing.svg": PictureSize(0, 0, "SVG"),
    }
    assert library.picture(article, "plain.png") == png(640, 480)
    assert library.picture(article, "https://example.org/far.png") is None
    for file in pages.iterdir():
        file.unlink()
    assert library.picture(article, "drawing.svg") == SVG
    assert len(sizes(library, article)) == 3


def test_pictures_named_by_number_lie_beside_the_page(library: LocalLibrary, tmp_path: Path) -> None:
    article = add(library, tmp_path, "page.txt", PAGE)
    assert sizes(library, article) == {}
    assert library.picture(article, "104812") is None
    (tmp_path / "pages" / "104812.png").write_bytes(png(64, 32))
    (tmp_path / "pages" / "images").mkdir()
    (tmp_path / "pages" / "images" / "7.JPG").write_bytes(jpeg_header(300, 200))
    assert sizes(library, article) == {
        "104812": PictureSize(64, 32, "PNG"),
        "7": PictureSize(300, 200, "JPEG"),
    }
    assert library.picture(article, "104812") == png(64, 32)


def test_or_in_a_folder_of_the_configuration(library: LocalLibrary, tmp_path: Path) -> None:
    article = add(library, tmp_path, "page.txt", PAGE)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "7.webp").write_bytes(b"no picture at all")
    (elsewhere / "104812.gif").write_bytes(b"GIF89a\x40\x00\x20\x00" + bytes(9))
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "config.toml").write_text(f'picture-folders = ["/nowhere", "{elsewhere}"]\n')
    assert sizes(library, article) == {"104812": PictureSize(64, 32, "GIF")}
    # What is beside the page comes first.
    (tmp_path / "pages" / "104812.png").write_bytes(png(10, 20))
    assert sizes(library, article) == {"104812": PictureSize(10, 20, "PNG")}


@pytest.mark.parametrize(
    "name", ["../secret", "secret", "/etc/passwd", "1" * 40, "٧", "", "7/../secret", "7\0"]
)
def test_nothing_else_is_looked_for(library: LocalLibrary, tmp_path: Path, name: str) -> None:
    article = add(library, tmp_path, "page.txt", PAGE)
    for where in (tmp_path, tmp_path / "pages"):
        (where / "secret.png").write_bytes(png(1, 1))
        (where / f"{'1' * 40}.png").write_bytes(png(1, 1))
    (tmp_path / "pages" / "٧.png").write_bytes(png(1, 1))
    assert library.picture(article, name) is None


def test_what_is_no_file_is_passed_over(library: LocalLibrary, tmp_path: Path) -> None:
    import os

    article = add(library, tmp_path, "page.txt", PAGE)
    os.mkfifo(tmp_path / "pages" / "104812.png")
    (tmp_path / "pages" / "104812.jpg").mkdir()
    (tmp_path / "pages" / "104812.gif").symlink_to("/dev/zero")
    (tmp_path / "pages" / "104812.bmp").symlink_to(tmp_path / "nowhere")
    assert sizes(library, article) == {}
    assert library.picture(article, "104812") is None


def test_damaged_bytes_are_no_picture(library: LocalLibrary, tmp_path: Path) -> None:
    (tmp_path / "pages" / "plain.png").write_bytes(png(640, 480))
    article = add(library, tmp_path, "a.md", "# Title\n\n![](plain.png)\n")
    number = library.store._db.value("SELECT blob FROM assets")
    library.store._db.execute("UPDATE blobs SET bytes = x'00ff00' WHERE id = ?", (number,))
    assert sizes(library, article) == {}
    assert library.picture(article, "plain.png") is None
    library.store._db.execute("UPDATE blobs SET bytes = 'text' WHERE id = ?", (number,))
    assert library.picture(article, "plain.png") is None


def test_both_libraries_say_the_same(library: LocalLibrary, tmp_path: Path) -> None:
    article = add(library, tmp_path, "page.txt", PAGE)
    (tmp_path / "pages" / "104812.png").write_bytes(png(64, 32))
    shelf = Shelf.of([("/a/page.txt", PAGE.encode())])
    shelf.kept[1].pictures["104812"] = png(64, 32)
    memory = MemoryLibrary(shelf)
    assert dict(memory.view(1, Position()).pictures) == sizes(library, article)
    for name in ("104812", "7", "elsewhere"):
        assert memory.picture(1, name) == library.picture(article, name)
    for one in (memory, library):
        with pytest.raises(ArticleNotFound):
            one.picture(99, "104812")
