"""Which machines are connected to, and which addresses are any."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetching import FetchFailed, Rules, is_address, tidy
from reader.fetching.addresses import host_of

PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:2800:21f:cb07::1", "2a00:1450:4001::200e", "64:ff9b::101:101"]

PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7"),
    *("203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1"),
    *("fd00:ec2::254", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2001:10::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "3fff::1", "100::1", "5f00::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_machines_may_be_connected_to(address: str) -> None:
    assert Rules().allow(address)


@pytest.mark.parametrize("address", [*PRIVATE, "example.org", "", "127.1", "0x7f000001", "2130706433"])
def test_no_others_may(address: str) -> None:
    assert not Rules().allow(address)


def test_the_configuration_allows_others() -> None:
    rules = Rules.of(["127.0.0.1", " 192.168.0.0/16", "fd00::/8"])
    assert all(map(rules.allow, ["127.0.0.1", "192.168.7.7", "fd00:ec2::254", "1.1.1.1"]))
    assert not any(map(rules.allow, ["127.0.0.2", "10.0.0.1", "::1"]))
    # The same machine, in the spelling of IPv6.
    assert rules.allow("::ffff:127.0.0.1")
    assert rules.is_near("127.0.0.1")
    assert not rules.is_near("1.1.1.1")
    assert all(map(Rules.of(True).allow, ["127.0.0.1", "10.0.0.1", "fe80::1"]))
    assert not Rules.of(False).allow("127.0.0.1")


@pytest.mark.parametrize("wrong", ["localhost", "127.0.0.0/99", "", "127.0.0.1:80"])
def test_what_is_no_network_is_said(wrong: str) -> None:
    with pytest.raises(ValueError):
        Rules.of([wrong])


@given(st.ip_addresses())
def test_nothing_is_allowed_that_python_itself_calls_private(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    # Not the other way round: versions of Python differ in what else they call global.
    if isinstance(ip, ipaddress.IPv4Address) and (ip.is_private or ip.is_multicast or ip.is_loopback):
        assert not Rules().allow(str(ip))
    if isinstance(ip, ipaddress.IPv6Address) and Rules().allow(str(ip)):
        wrong = (ip.is_loopback, ip.is_link_local, ip.is_site_local, ip.is_multicast)
        assert not any(wrong)
        assert ip.ipv4_mapped is None
        assert ip.sixtofour is None


# --- addresses as text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        (" https://example.org:443/a?b=c#d ", "https://example.org/a?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://me:secret@example.org/x", "https://example.org/x"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("https://example.org?q", "https://example.org/?q"),
    ],
)
def test_addresses_are_written_in_one_way(written: str, tidied: str) -> None:
    assert is_address(written)
    assert tidy(written) == tidied
    assert tidy(tidied) == tidied


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("ftp://example.org/", "only http and https are fetched, not ftp"),
        ("file:///etc/passwd", "only http and https are fetched, not file"),
        ("javascript:alert(1)", "only http and https are fetched, not javascript"),
        ("example.org/page", "this is not an address"),
        ("http://", "the address names no host"),
        ("http:///path", "the address names no host"),
        ("http://exa mple.org/", "the address names no host"),
        ("http://example.org:port/", "this is not an address"),
        ("http://[::1/", "this is not an address"),
        ("http://example.org/" + "x" * 9000, "the address is longer than 8,000 characters"),
    ],
)
def test_what_is_no_address_says_why(wrong: str, reason: str) -> None:
    with pytest.raises(FetchFailed) as raised:
        tidy(wrong)
    assert raised.value.reason == reason
    assert raised.value.lasting


@given(st.text() | st.text().map("http://".__add__) | st.from_regex(r"https?://[\w@:\[\]./%#?-]{0,40}"))
def test_any_text_is_tidied_once_or_refused(text: str) -> None:
    try:
        tidied = tidy(text)
    except FetchFailed:
        return
    assert tidy(tidied) == tidied
    assert is_address(tidied)
    assert "@" not in host_of(tidied)
    assert "#" not in tidied
