"""Archives: which files are in them, under which names, and what is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import sources
from reader.errors import UnreadableSource
from reader.sources import Fetched, allowance, container_of
from reader.sources.containers import members
from tests.examples import examples

Files = list[tuple[str, bytes]]
Opened = tuple[dict[str, bytes | str], dict[str, str]]

SMALL: Files = [("a.txt", b"first"), ("b/c.txt", b"second" * 300), ("b/d.txt", b"")]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return raw.getvalue()


def tarred(files: Files, form: int = tarfile.PAX_FORMAT) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return raw.getvalue()


def opened(raw: bytes, source: str = "/saved") -> Opened:
    """What is in an archive: the content of each file or why it cannot be read, and the failures."""
    failures: dict[str, str] = {}
    fetched = Fetched(source, raw)
    container = container_of(fetched)
    assert container is not None
    found = container.find(fetched, lambda name, error: failures.__setitem__(name, str(error)))
    return {each.member: _content(each) for each in found}, failures


def _content(found: sources.FoundFile) -> bytes | str:
    try:
        fetched = found.fetch()
        assert fetched.member == found.member == found.path
        return fetched.raw
    except UnreadableSource as error:
        return str(error)


KINDS: dict[str, Callable[[Files], bytes]] = {
    "zip": zipped,
    "zip, stored": lambda files: zipped(files, zipfile.ZIP_STORED),
    "zip, bzip2": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "zip, lzma": lambda files: zipped(files, zipfile.ZIP_LZMA),
    "tar": tarred,
    "tar, gnu": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "tar, ustar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_of_an_archive_are_found_in_order(kind: str) -> None:
    found, failures = opened(KINDS[kind](SMALL))
    assert (list(found.items()), failures) == (SMALL, {})


@pytest.mark.parametrize("kind", ["tar", "tar, gnu"])
def test_long_names_in_a_tar(kind: str) -> None:
    name = f"{'folder/' * 40}{'名' * 80}.txt"
    assert opened(KINDS[kind]([(name, b"x")]))[0] == {name: b"x"}


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("page.html.gz", gzip.compress(b"text", mtime=0)),
        ("page.html.bz2", bz2.compress(b"text")),
        ("page.html.xz", lzma.compress(b"text")),
    ],
)
def test_a_packed_file_is_named_without_the_ending(name: str, packed: bytes) -> None:
    assert opened(packed, f"/saved/{name}") == ({"page.html": b"text"}, {})


def test_zstd_is_unpacked_or_refused_in_words() -> None:
    # The frame of an empty file.
    raw = b"\x28\xb5\x2f\xfd\x24\x00\x01\x00\x00\x99\xe9\xd8\x51"
    if sys.version_info >= (3, 14) or find_spec("backports"):
        assert opened(raw, "/saved/a.txt.zst")[0] == {"a.txt": b""}
    else:
        with pytest.raises(UnreadableSource, match=r"packed with zstd, which takes Python 3\.14"):
            opened(raw, "/saved/a.txt.zst")


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_lead_nowhere_else(pack: Callable[[Files], bytes]) -> None:
    names = ["/etc/a", "../b", "c/../../d", "./e", "f//g", "..", "h/."]
    found, failures = opened(pack([(name, name.encode()) for name in names]))
    assert list(found) == ["etc/a", "b", "c/d", "e", "f/g", "h"]
    assert not failures


def test_backslashes_of_a_zip_part_folders() -> None:
    assert list(opened(zipped([("C:\\a\\b.txt", b"x"), ("c\\", b"")]))[0]) == ["a/b.txt"]


def test_two_files_of_one_name_are_both_read() -> None:
    for pack in (zipped, tarred):
        names = ("a/x.html", "a/x (2).html", "a/x.html", "../a/x.html")
        with warnings.catch_warnings(action="ignore"):
            # That a name comes twice.
            raw = pack([(name, b"%d" % number) for number, name in enumerate(names, 1)])
        assert list(opened(raw)[0].items()) == [
            ("a/x.html", b"1"),
            ("a/x (2).html", b"2"),
            ("a/x (3).html", b"3"),
            ("a/x (4).html", b"4"),
        ]


def test_names_in_old_encodings() -> None:
    raw = zipped([("aeuss.txt", b"1"), ("bahnh.txt", b"2")])
    # The same length, so that the archive stays whole: UTF-8 without a flag, and code page 437.
    raw = raw.replace(b"aeuss", "äuß".encode()).replace(b"bahnh", b"M\x81he!")
    assert list(opened(raw)[0]) == ["äuß.txt", "Mühe!.txt"]


def test_bytes_in_names_of_a_tar_become_escapes() -> None:
    found = opened(tarred([("a\udcff.txt", b"1")], tarfile.GNU_FORMAT))[0]
    assert list(found) == ["a\\xff.txt"]


def test_an_encrypted_file_is_refused_and_the_others_are_read() -> None:
    raw = bytearray(zipped([("a.txt", b"1"), ("b.txt", b"2")], zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(signature) + offset] |= 1
    assert opened(bytes(raw)) == ({"a.txt": "is encrypted with a password", "b.txt": b"2"}, {})


def test_a_damaged_file_is_refused_and_the_others_are_read() -> None:
    raw = zipped([("a.txt", b"word " * 9), ("b.txt", b"2")], zipfile.ZIP_STORED).replace(b"word", b"warp", 1)
    assert opened(raw)[0] == {"a.txt": "is damaged (its checksum is wrong)", "b.txt": b"2"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_before_the_damage_is_read(kind: str) -> None:
    files = [(f"{number}.txt", bytes((number * at * at) % 251 for at in range(9000))) for number in range(4)]
    raw = KINDS[kind](files)
    whole, _ = opened(raw)
    cut = raw[: len(raw) * 3 // 4]
    try:
        found, failures = opened(cut)
    except UnreadableSource:
        # Bzip2 unpacks all of a small file or nothing.
        assert "bz2" in kind
        return
    assert "damaged" in failures[""]
    good = {name: content for name, content in found.items() if isinstance(content, bytes)}
    assert good.items() <= whole.items()
    assert good or "bz" in kind or "lzma" in kind


def test_sizes_behind_the_files_are_found_without_the_list() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in SMALL:
            archive.writestr(name, content)
    raw = pipe.getvalue()
    found, failures = opened(raw[: raw.index(b"PK\1\2")])
    assert (list(found.items()), list(failures)) == (SMALL, [""])


LINKS = (
    ("sym", tarfile.SYMTYPE, "/etc/passwd"),
    ("dir", tarfile.DIRTYPE, ""),
    ("pipe", tarfile.FIFOTYPE, ""),
    ("a.txt", tarfile.REGTYPE, ""),
    ("b.txt", tarfile.LNKTYPE, "a.txt"),
    ("c", tarfile.LNKTYPE, "/etc/passwd"),
)


def test_symbolic_links_are_left_out_and_hard_links_are_files() -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, kind, target in LINKS:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, target, 3 * (kind == tarfile.REGTYPE)
            archive.addfile(info, io.BytesIO(b"abc"))
    assert opened(raw.getvalue())[0] == {"a.txt": b"abc", "b.txt": b"abc"}
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    zip_raw = io.BytesIO()
    with zipfile.ZipFile(zip_raw, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")
    assert opened(zip_raw.getvalue())[0] == {}


def test_a_size_below_nothing_does_not_lead_back() -> None:
    raw = bytearray(tarred([("a.txt", b"1"), ("b.txt", b"2")]))
    raw[124:136] = b"\xff" * 11 + b"\x00"
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    assert isinstance(opened(bytes(raw)), tuple)


@pytest.mark.parametrize("name", ["mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"])
def test_documents_are_no_archives(name: str) -> None:
    assert container_of(Fetched("/a", zipped([(name, b"x"), ("content.xml", b"<x/>")]))) is None


@pytest.mark.parametrize("raw", [b"", b"PK", b"\x1f\x8b", b"BZh is a word", b"a text", bytes(600)])
def test_other_files_are_no_archives(raw: bytes) -> None:
    assert container_of(Fetched("/a", raw)) is None


# --- bombs ------------------------------------------------------------------------------------------------


def test_a_file_that_unpacks_to_many_times_its_size_is_refused() -> None:
    endless = [("a.txt", bytes(8 << 20)), ("b.txt", b"fine")]
    assert opened(zipped(endless))[0] == {
        "a.txt": "unpacks to more than 250 times its size, which no text does",
        "b.txt": b"fine",
    }
    assert "250 times" in str(opened(gzip.compress(bytes(8 << 20)))[0]["content"])


def test_an_archive_that_unpacks_to_many_times_its_size_is_read_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(allowance, "ALWAYS", 50_000)
    monkeypatch.setattr(allowance, "RATIO", 1)
    monkeypatch.setattr(members, "CHUNK", 10_000)
    files = [(f"{number}.txt", bytes([number]) * 20_000) for number in range(5)]
    found, _ = opened(zipped(files))
    assert [len(content) for content in found.values() if isinstance(content, bytes)] == [20_000, 20_000]
    found, failures = opened(gzip.compress(tarred(files)))
    assert [len(content) for content in found.values()] == [20_000, 20_000]
    assert "unpacks to far more than its size" in failures[""]


def test_archives_inside_share_what_may_be_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "ALWAYS", 50_000)
    monkeypatch.setattr(allowance, "RATIO", 1)
    inner = zipped([("x.txt", bytes(20_000))])
    outer = Fetched("/a.zip", zipped([(f"{number}.zip", inner) for number in range(5)]))
    read = 0
    for found in container_of(outer).find(outer, print):
        with suppress(UnreadableSource):
            within = found.fetch()
            for each in container_of(within).find(within, print):
                read += isinstance(_content(each), bytes)
    assert read == 2


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_FILES", 2)
    with pytest.raises(UnreadableSource, match="more than 2 files"):
        opened(zipped(SMALL))


def test_a_large_archive_inside_another_is_unpacked_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped([(f"{number}.txt", bytes(range(256)) * 4) for number in range(9)], zipfile.ZIP_STORED)
    outer = Fetched("/a.zip", zipped([("inner.zip", inner)]))
    monkeypatch.setattr(members, "MAX_BYTES", 5000)
    (found,) = container_of(outer).find(outer, print)
    within = found.fetch()
    assert not isinstance(within.content, bytes)
    assert len(list(container_of(within).find(within, print))) == 9


# --- neighbours -------------------------------------------------------------------------------------------


@pytest.fixture(params=["zip", "tar.gz", "folder"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Fetched:
    """``top/pages/a.html`` with files beside it, in an archive or a folder."""
    files = [
        ("top/pages/a.html", b"page"),
        ("top/pages/My Picture.PNG", b"picture"),
        ("top/pages/sub/e\u0301.png", b"accent"),
        ("top/far.png", b"far"),
    ]
    if request.param == "folder":
        for name, content in files:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
        found = sources.source_of(str(tmp_path)).find(lambda *_: None)
    else:
        archive = Fetched("/saved", KINDS[request.param](files))
        found = container_of(archive).find(archive, lambda *_: None)
    return next(each for each in list(found) if each.path == "top/pages/a.html").fetch()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("My Picture.PNG", b"picture"),
        ("My%20Picture.PNG", b"picture"),
        ("my%20picture.png", b"picture"),
        ("./my picture.png", b"picture"),
        ("sub\\\u00c9.png", b"accent"),
        ("../far.png", b"far"),
        ("..\\FAR.png", b"far"),
        ("../pages/sub/../My Picture.PNG", b"picture"),
    ],
)
def test_neighbours_are_found_however_they_are_written(page: Fetched, name: str, raw: bytes) -> None:
    neighbour = page.neighbour(name)
    assert neighbour is not None
    assert neighbour.raw == raw


@pytest.mark.parametrize(
    "name", ["", ".", "..", "sub", "gone.png", "../../../a", "/top/far.png", "a\0", "%00", "%"]
)
def test_there_are_no_other_neighbours(page: Fetched, name: str) -> None:
    assert page.neighbour(name) is None


def test_the_names_beside_are_neighbours(page: Fetched) -> None:
    assert sorted(page.beside()) == ["My Picture.PNG", "a.html", "sub/e\u0301.png"]
    assert [page.neighbour(name).raw for name in sorted(page.beside())] == [b"picture", b"page", b"accent"]


def test_a_file_that_is_named_by_itself_has_names_beside(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.txt", "b/c.txt", ".hidden"):
        (tmp_path / name).write_text("x")
    (found,) = sources.source_of(str(tmp_path / "a.txt")).find(print)
    assert found.path == ""
    assert list(found.fetch().beside()) == ["a.txt", "b/c.txt"]


# --- any bytes --------------------------------------------------------------------------------------------

_RAWS = [KINDS[kind](SMALL) for kind in KINDS] + [
    gzip.compress(b"some text"),
    zipped([("i.zip", zipped(SMALL))]),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An archive with some bytes changed, left out or repeated."""
    raw = bytearray(draw(st.sampled_from(_RAWS)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(raw) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                raw[at] = draw(st.integers(0, 255))
            case 1:
                del raw[at : at + draw(st.integers(1, 600))]
            case 2:
                raw[at:at] = raw[draw(st.integers(0, len(raw))) :][:600]
            case _:
                raw[at : at + 4] = draw(st.binary(min_size=4, max_size=4))
        raw = raw or bytearray(b"PK\3\4")
    return bytes(raw)


@examples(300)
@given(damaged() | st.binary(max_size=300).map(lambda raw: b"PK\3\4" + raw))
def test_any_bytes_are_files_or_a_reason(raw: bytes) -> None:
    for container in sources.CONTAINERS:
        fetched = Fetched("/saved/a", raw)
        if not container.sniff(fetched):
            continue
        with suppress(UnreadableSource):
            for found in container.find(fetched, lambda *_: None):
                path = found.member
                assert path
                assert not any(part in ("", ".", "..") for part in path.split("/"))
                assert "\0" not in path
                path.encode()
                assert _content(found) is not None
