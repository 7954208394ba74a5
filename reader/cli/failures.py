"""Failures as lines: those with the same reason share one, so that the others can be seen. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.addresses import host_of, is_web
from reader.model import Failure

FEW = 3
"""So many failures with one reason get a line each."""

MOST_HOSTS = 5
"""So many hosts are named in a line."""

_NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A line about one failure, or about many that have the same reason."""

    what: str
    reason: str


def lines_of(failures: Sequence[Failure], *, each: bool = False) -> list[FailureLine]:
    """The lines for some failures, in the order in which their reasons come first.

    Only failures of addresses share lines: of files each is named, as each can be mended. Numbers and the
    address itself make no difference between two reasons.

    Args:
        failures: what failed.
        each: whether every failure gets a line of its own.
    """
    groups: dict[str, list[Failure]] = {}
    for failure in failures:
        alike = is_web(failure.source) and not each
        groups.setdefault(_plain(failure) if alike else f"{len(groups)}\0", []).append(failure)
    lines = []
    for group in groups.values():
        if len(group) <= FEW:
            lines += [FailureLine(failure.what, failure.error) for failure in group]
        else:
            lines.append(FailureLine(f"{len(group):,} addresses ({_hosts(group)})", group[0].error))
    return lines


def _plain(failure: Failure) -> str:
    """A reason without what only this failure has: its host, and numbers."""
    host = host_of(failure.source)
    return _NUMBER.sub("0", failure.error.replace(host, "") if host else failure.error)


def _hosts(failures: Iterable[Failure]) -> str:
    """The hosts, those with the most failures first: ``example.org 12, example.net 3 and 4 more``."""
    counts = Counter(host_of(failure.source) for failure in failures)
    named = counts.most_common(MOST_HOSTS)
    said = ", ".join(f"{host} {count:,}" if count > 1 else host for host, count in named)
    return said + (f" and {len(counts) - len(named):,} more" if len(counts) > len(named) else "")
