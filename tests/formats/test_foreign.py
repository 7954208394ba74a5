"""What is no article is refused with the reason, going by what it holds; what only mentions it is read."""

from __future__ import annotations

import base64
import io
import random
import shutil
import sqlite3
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.errors import UnreadableSource
from reader.formats import parse, saved_page
from reader.formats.web import pages
from reader.sources import Fetched

NOISE = random.Random(7)
BASE64 = base64.encodebytes(NOISE.randbytes(900)).decode()


def refused(raw: bytes | str) -> str:
    """Why a file is refused; "" where it is read."""
    try:
        parse(raw if isinstance(raw, bytes) else raw.encode(), "/page.txt")
    except UnreadableSource as error:
        return str(error)
    return ""


def block(label: str) -> str:
    return f"-----BEGIN {label}-----\n{BASE64}-----END {label}-----\n"


# --- keys ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *(block(f"{name}PRIVATE KEY") for name in ("", "RSA ", "EC ", "DSA ", "ENCRYPTED ", "OPENSSH ")),
        block("PGP PRIVATE KEY BLOCK"),
        block("EC PARAMETERS") + block("EC PRIVATE KEY"),
        block("CERTIFICATE") * 3 + block("PRIVATE KEY"),
        "Bag Attributes\n    friendlyName: me\nKey Attributes: <No Attributes>\n" + block("PRIVATE KEY"),
        "\n\n  " + block("PRIVATE KEY"),
        block("PRIVATE KEY").replace("\n", "\r\n"),
        block("PRIVATE KEY").partition("-----END")[0],
        '{"type": "service_account", "private_key": "' + block("PRIVATE KEY").replace("\n", "\\n") + '"}\n',
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA\n",
        "# created: 2026\nAGE-SECRET-KEY-1QQQ\n".partition("\n")[2],
        "untrusted comment: minisign encrypted secret key\nRWRTY0Iy\n",
        "[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\nListenPort = 51820\n",
        '{"kty": "EC", "crv": "P-256", "d": "AAAA"}\n',
    ],
)
def test_private_keys(text: str) -> None:
    assert refused(text) == "is a private key, not an article"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("CERTIFICATE", "a certificate"),
        ("CERTIFICATE REQUEST", "a certificate"),
        ("X509 CRL", "a certificate"),
        ("PUBLIC KEY", "a key"),
        ("PGP PUBLIC KEY BLOCK", "a key"),
        ("PGP MESSAGE", "an encrypted message"),
    ],
)
def test_other_armour(label: str, kind: str) -> None:
    assert refused(block(label)) == f"is {kind}, not an article"
    assert refused("Issued by nobody.\n" + block(label) * 2) == f"is {kind}, not an article"


def test_an_article_about_keys_is_read() -> None:
    text = "Keys\n\nKeys\n\nA private key is a file that begins so:\n\n-----BEGIN PRIVATE KEY-----\nMIIE\n"
    assert refused(text + "-----END PRIVATE KEY-----\n\n" + "It is to be kept from others. " * 20) == ""
    assert refused("About keys\n\n" + "What a key is for. " * 400 + "\n\n" + block("PRIVATE KEY")) == ""
    assert (
        refused("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHello.\n" + block("PGP SIGNATURE")) == ""
    )
    assert refused('A JSON Web Key has a "kty": it says which kind of key it is.\n') == ""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_keys_as_openssl_makes_them() -> None:
    def openssl(*words: str, given: bytes = b"") -> bytes:
        return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout

    key = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    assert refused(key) == "is a private key, not an article"
    assert refused(openssl("pkey", "-outform", "DER", given=key)) == "is a key or certificate, not text"


# --- markup -------------------------------------------------------------------------------------------

PARAGRAPH = "<p>A paragraph of some length, so that most of it is text, and <em>one</em> word is not.</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html><head><title>T</title></head><body><p>Text.</p></body></html>\n",
        "<!doctype HTML public '-//W3C//DTD HTML 4.01//EN'>\n<P>Text\n",
        "\n\n  <html lang=en>\n<body>Text</body>",
        "<!-- saved from url=(0030)https://example.org/ -->\n<HTML><BODY>Text</BODY></HTML>",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html></html>',
        "\ufeff<html><body>Text</body></html>",
        "<head><title>T</title></head>Text",
        "<body>\n" + "Very much text. " * 5000,
        PARAGRAPH * 5,
        f'<div class="page">\n{PARAGRAPH * 5}</div>',
        f"<div>\n<div>\n{PARAGRAPH}</div></div>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_html_is_no_saved_page(text: str) -> None:
    for raw in (text.encode(), text.encode("utf-16")):
        with pytest.raises(UnreadableSource, match=r"^is an HTML page, not a saved page$"):
            list(saved_page.read(Fetched("/page.txt", raw)))
        assert pages.sniff(Fetched("/page.txt", raw))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{\\rtf1\\ansi {\\fonttbl {\\f0 Times;}} Hello.\\par}", "an RTF document, which is not read yet"),
        ('<svg xmlns="http://www.w3.org/2000/svg"></svg>', "an XML document, which is not read yet"),
        (
            "From: <Saved by Blink>\r\nSubject: T\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n--x\r\n',
            "a web archive without a page",
        ),
        ("WARC/1.0\r\nWARC-Type: response\r\n", "a web archive without pages of text"),
        ("%!PS-Adobe-3.0\n%%Pages: 1\nshowpage\n", "a PostScript document, which is not read"),
    ],
)
def test_other_markup(text: str, kind: str) -> None:
    assert refused(text) == f"is {kind}"


@pytest.mark.parametrize(
    "text",
    [
        "About HTML\n\nA page begins with <!DOCTYPE html> and then <html>, <head> and <body>.\n",
        "<html>\n\n<html>\n\nThe tag of that name stands around everything else in a page.\n",
        "<!DOCTYPE html>\n\n<!DOCTYPE html>\n\nWhat this line is for is told here.\n",
        "<em>Beans</em> are easy to grow, <b>peas</b> are not. "
        + "That is all there is to say of them. " * 10,
        '<p align="center"><img src="logo.png"></p>\n\n# A program\n\n'
        + "It does something useful.\n\n" * 20,
        "<3 is a heart that has fallen over, and a < b is true for some of them.\n",
        "<- back\n\nThe arrow points to the page before.\n",
        "Subject: beans\nFrom: me\nTo: you\n\nThey are ripe.\n",
        "{\\it Italics} are a matter of taste.\n",
        "%! is what PostScript begins with.\n",
    ],
)
def test_text_with_some_markup_is_text(text: str) -> None:
    assert refused(text) == ""
    assert not pages.sniff(Fetched("/page.html", text.encode()))


# --- binary -------------------------------------------------------------------------------------------


def _zip(*names: str, mimetype: str = "") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "text " * 50)
    return raw.getvalue()


def _tar(form: int) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form) as archive:
        info = tarfile.TarInfo("page.txt")
        info.size = 6000
        archive.addfile(info, io.BytesIO(b"A page that is mostly text" * 300))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (_zip("word/document.xml"), "an Office document"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Office document"),
        (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (_zip("page.txt"), "a ZIP archive"),
        (_tar(tarfile.USTAR_FORMAT), "a tar archive"),
        (_tar(tarfile.GNU_FORMAT), "a tar archive"),
        (_tar(tarfile.GNU_FORMAT).replace(b"ustar  \0", b"\0" * 8, 1), "binary data"),
        (b"\xff\xfe" + NOISE.randbytes(5000), "binary data"),
        (b"\xfe\xff" + NOISE.randbytes(5000), "binary data"),
        (b"text" + b"\0\0\0\0\0\0\0\7" * 3 + b"more text, and more of it" * 4, "binary data"),
        (NOISE.randbytes(3000), "binary data"),
        (b"BM\x36\0\0\0\0\0\0\0" + b"\x36\0\0\0" * 20, "a BMP image"),
        (b"ID3\3\0\0\0\0\0\0" + NOISE.randbytes(99), "an audio file"),
        (b"\x80\x04\x95\x05\0\0\0\0\0\0\0\x8c\x01a\x94.", "data of a program"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_binary_files(raw: bytes, kind: str) -> None:
    assert refused(raw) == f"is {kind}, not text"


def test_an_old_tar_archive_is_known_by_its_sum() -> None:
    raw = bytearray(_tar(tarfile.GNU_FORMAT))
    raw[257:265] = bytes(8)
    raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 8 * 32 + sum(raw[156:512]))
    assert refused(bytes(raw)) == "is a tar archive, not text"


def test_a_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "page.txt") as database:
        database.execute("CREATE TABLE t (text)")
    database.close()
    assert refused((tmp_path / "page.txt").read_bytes()) == "is an SQLite database, not text"


def test_private_use_and_a_few_nuls_are_text() -> None:
    assert (
        refused("\ue000\ue001 letters of a script of one's own, and words beside them".encode("utf-16")) == ""
    )
    assert refused(b"one\0two three four") == ""


# --- the command ----------------------------------------------------------------------------------------


def test_what_is_refused_is_named_whatever_its_name(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.txt").write_text(block("OPENSSH PRIVATE KEY"))
    (folder / "b.md").write_text("<!DOCTYPE html><html><body>Text</body></html>")
    (folder / "c").write_bytes(_zip("mimetype", "page.txt"))
    (folder / "d.html").write_text("Not HTML\n\nNot HTML\n\nWhatever the name says.\n")
    result = run("add", folder)
    assert (result.code, result.out) == (1, "2 added, 0 updated, 0 unchanged, 2 failed\n")
    assert result.err.splitlines() == [
        f"{folder}/a.txt: is a private key, not an article",
        f"{folder}/c: is a ZIP archive, not text",
    ]
    assert "PRIVATE" not in run("export", "-").out


def test_a_list_of_cookies() -> None:
    text = "# Netscape HTTP Cookie File\n.example.org\tTRUE\t/\tTRUE\t1700000000\tsid\tabc\n"
    assert refused(text) == "is a list of cookies, not an article"
