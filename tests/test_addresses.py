"""Addresses as they are stored and as they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.addresses import without_keys, without_secrets, without_user

KEYS = "token access_token accessToken user-token api_key key sig X-Amz-Signature secret auth pass pwd sid"


@pytest.mark.parametrize("name", KEYS.split())
def test_what_may_be_a_key_is_not_shown(name: str) -> None:
    assert without_keys(f"https://a.example/f?list=1&{name}=abc&n=2#x") == "https://a.example/f?list=1&n=2#x"
    assert without_keys(f"https://me:abc@a.example/f?{name}=abc") == "https://a.example/f"


@pytest.mark.parametrize(
    "query", ["channel_id=UC1", "list=PL1", "author=x", "passage=3", "p=12", "keyword=a"]
)
def test_other_parameters_are_shown(query: str) -> None:
    assert without_keys(f"https://a.example/f?{query}") == f"https://a.example/f?{query}"


@given(st.text(alphabet="ab?&=#@:/._token-key", max_size=30))
def test_what_is_not_stored_is_not_shown_either(rest: str) -> None:
    shown = without_keys(f"https://a.example/{rest}")
    assert without_keys(shown) == shown == without_secrets(shown)


def test_very_long_addresses_take_no_time() -> None:
    # With steps that grow with the square of the length, this takes minutes.
    long = f"https://example.org/{'a' * 300_000}"
    assert without_secrets(long) == long
    assert without_user(f"https://me:{'b' * 300_000}@example.org/") == "https://example.org/"
    assert without_user("feed:https://me:pw@example.org/a@b") == "feed:https://example.org/a@b"
