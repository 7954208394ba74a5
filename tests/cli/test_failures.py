"""Many failures with one reason are one line."""

from __future__ import annotations

from reader.cli.failures import FEW, MOST_HOSTS, FailureLine, lines_of
from reader.model import Failure

GONE = "there is no such page (404)"


def at(host: str, count: int, reason: str = GONE) -> list[Failure]:
    return [Failure(f"https://{host}/{n}", reason) for n in range(count)]


def test_a_few_are_named_one_by_one() -> None:
    failures = at("e.org", FEW)
    assert lines_of(failures) == [FailureLine(failure.source, GONE) for failure in failures]


def test_many_share_a_line_that_names_their_hosts() -> None:
    failures = [*at("e.org", 7), *at("www.e.net", 1), *at("f.org", 2, "the server does not answer")]
    assert lines_of(failures) == [
        FailureLine("8 addresses (e.org 7, e.net)", GONE),
        FailureLine("https://f.org/0", "the server does not answer"),
        FailureLine("https://f.org/1", "the server does not answer"),
    ]
    assert len(lines_of(failures, each=True)) == len(failures)


def test_numbers_and_the_host_in_a_reason_make_no_difference() -> None:
    failures = [
        Failure(f"https://h{n}.org/", f"the name h{n}.org led nowhere, after {n * 1000:,} bytes")
        for n in range(9)
    ]
    (line,) = lines_of(failures)
    assert line.what.startswith("9 addresses (h0.org, h1.org")
    assert line.what.endswith(f"and {9 - MOST_HOSTS} more)")


def test_files_are_named_each() -> None:
    failures = [Failure(f"/a/{n}.txt", "the file is empty") for n in range(20)]
    assert [line.what for line in lines_of(failures)] == [failure.what for failure in failures]


def test_there_may_be_none() -> None:
    assert lines_of([]) == []
