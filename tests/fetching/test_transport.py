"""The connection goes to the machine that was checked; request and certificate have the name."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.fetching import Answer, FetchFailed, Rules
from tests import web_server as web
from tests.web_server import Served, page, serving

Get = Callable[..., Answer]
Names = dict[str, list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Names that lead to the addresses of a test; each look-up takes the first of them away."""
    known: Names = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *args: object, **more: object) -> list[tuple[object, ...]]:
        addresses = known.get(str(host))
        if addresses is None:
            return real(host, port, *args, **more)  # type: ignore[return-value,arg-type]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        turn = addresses.pop(0).split()
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (family[":" in one], socket.SOCK_STREAM, 6, "", (one, port, 0, 0)[: 4 if ":" in one else 2])
            for one in turn
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_name_is_looked_up_once(server: Served, get: Get, names: Names) -> None:
    server.paths["/a"] = web.gives(page())
    names["rebinding.example"] = ["127.0.0.1", "127.0.0.66", "127.0.0.66"]
    url = f"http://rebinding.example:{server.port}/a"
    assert get(url).address == url
    assert server.asked[0].host == f"rebinding.example:{server.port}"
    assert len(names["rebinding.example"]) == 2
    # What it leads to now is checked again.
    with pytest.raises(FetchFailed, match=r"rebinding.example \(127.0.0.66\) is not a machine in the public"):
        get(url)


def test_of_many_addresses_only_allowed_ones_are_tried(server: Served, get: Get, names: Names) -> None:
    server.paths["/a"] = web.gives(page())
    with serving({"/a": web.gives("never")}, host="127.0.0.2") as other:
        names["many.example"] = ["127.0.0.2 10.0.0.1 ::1 fe80::1 127.0.0.1"]
        assert get(f"http://many.example:{server.port}/a").raw == page().encode()
        assert other.connections == 0


def test_an_address_that_does_not_answer_is_no_reason_to_give_up(
    server: Served, get: Get, names: Names
) -> None:
    server.paths["/a"] = web.gives(page())
    names["two.example"] = ["127.0.0.3 127.0.0.1"]
    rules = Rules.of(["127.0.0.0/8"])
    assert get(f"http://two.example:{server.port}/a", rules).raw == page().encode()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "64:ff9b::7f00:1"])
def test_nothing_is_connected_to_without_leave(server: Served, get: Get, names: Names, address: str) -> None:
    names["inside.example"] = [address]
    with pytest.raises(FetchFailed, match="is not a machine in the public network"):
        get(f"http://inside.example:{server.port}/", Rules())
    assert server.connections == 0


def test_a_redirect_to_a_name_inside_is_refused(server: Served, get: Get, names: Names) -> None:
    with serving({"/": web.gives("secret")}, host="127.0.0.2") as inside:
        names["inside.example"] = ["127.0.0.2"]
        server.paths["/a"] = web.redirects(f"http://inside.example:{inside.port}/")
        with pytest.raises(FetchFailed, match=r"inside.example \(127.0.0.2\)"):
            get("/a")
        assert inside.connections == 0


# --- secure connections -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for ``safe.example`` that signs itself, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=safe.example"),
            *("-addext", "subjectAltName=DNS:safe.example"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def test_the_certificate_is_that_of_the_name(
    get: Get, names: Names, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: asked_for.append(name)  # type: ignore[assignment]
    with serving({"/a": web.gives(page())}, tls=tls) as served:
        names["safe.example"] = ["127.0.0.1"] * 9
        names["other.example"] = ["127.0.0.1"] * 9
        with pytest.raises(FetchFailed, match="its certificate is not valid: self-signed certificate"):
            get(f"https://safe.example:{served.port}/a")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        assert get(f"https://safe.example:{served.port}/a").raw == page().encode()
        assert asked_for[-1] == "safe.example"
        with pytest.raises(FetchFailed, match="its certificate is not valid: Hostname mismatch"):
            get(f"https://other.example:{served.port}/a")
        with pytest.raises(FetchFailed, match="its certificate is not valid"):
            get(f"https://127.0.0.1:{served.port}/a")


def test_a_server_without_a_secure_connection_is_said(server: Served, get: Get) -> None:
    server.paths["/a"] = web.gives(page())
    with pytest.raises(FetchFailed, match=r"no secure connection is possible|closed without an answer"):
        get(f"https://127.0.0.1:{server.port}/a")
