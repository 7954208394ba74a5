"""Compressed answers: whatever the bytes are, the result is the text or a reason, and never too much."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetching import FetchFailed
from reader.fetching.unpacking import unpacking_of

TEXT = b"<p>The quick brown fox</p>" * 100


def raw_deflate(raw: bytes) -> bytes:
    pack = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return pack.compress(raw) + pack.flush()


def unpack(data: bytes, encoding: str, most: int = 10**6, piece: int = 7) -> tuple[bytes, bool]:
    layers = unpacking_of(encoding)
    out = b""
    for at in range(0, len(data), piece):
        part = data[at : at + piece]
        for layer in layers:
            part = layer.feed(part, most)
        out += part
    return out, all(layer.whole for layer in layers)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate, bytes])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "X-GZip", " gzip , identity"])
def test_the_bytes_decide_how_they_are_packed(pack: Callable[[bytes], bytes], encoding: str) -> None:
    assert unpack(pack(TEXT), encoding) == (TEXT, True)


def test_layers_come_off_in_turn() -> None:
    assert unpack(gzip.compress(zlib.compress(TEXT)), "deflate, gzip") == (TEXT, True)
    assert unpack(TEXT, "") == (TEXT, True)
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0", "gzip") == (b"one two", True)


def test_half_of_it_is_not_whole() -> None:
    out, whole = unpack(gzip.compress(TEXT)[:-20], "gzip")
    assert TEXT.startswith(out)
    assert not whole


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(FetchFailed, match="too large"):
        unpack(gzip.compress(bytes(10**7)), "gzip", 10**6, piece=10**5)


@pytest.mark.parametrize(
    ("encoding", "reason"), [("zstd", "not known here"), ("gzip,gzip,gzip,gzip", "too many times")]
)
def test_what_cannot_be_unpacked_is_said(encoding: str, reason: str) -> None:
    with pytest.raises(FetchFailed, match=reason):
        unpacking_of(encoding)


@given(
    st.binary() | st.binary().map(gzip.compress) | st.binary().map(lambda raw: gzip.compress(raw)[:-3]),
    st.sampled_from(["gzip", "deflate", "gzip, gzip"]),
    st.integers(1, 50),
)
def test_any_bytes_give_bytes_or_a_reason(data: bytes, encoding: str, piece: int) -> None:
    try:
        out, _ = unpack(data, encoding, 1000, piece)
    except FetchFailed:
        return
    assert isinstance(out, bytes)


@given(st.binary(max_size=500), st.integers(1, 50))
def test_what_was_packed_comes_out(raw: bytes, piece: int) -> None:
    assert unpack(gzip.compress(raw), "gzip", piece=piece) == (raw, True)
    if raw:
        assert unpack(zlib.compress(raw), "deflate", piece=piece) == (raw, True)
