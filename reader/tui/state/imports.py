"""Imports and fetches as values: how far each is, how it ended, and the words for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

ImportKind = Literal["add", "fetch", "feeds"]
Stage = Literal["waiting", "running", "stopping", "done", "stopped", "broken"]

OVER: frozenset[Stage] = frozenset({"done", "stopped", "broken"})

MOST_KEPT = 5000
"""So many failures of one import are kept."""

INTERRUPTED = 130
"""The exit code of a command that was stopped."""


@dataclass(frozen=True, slots=True)
class FailedPart:
    """What could not be added or fetched, and why. ``source`` is what is tried again."""

    what: str
    why: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """An import or a fetch.

    Attributes:
        number: tells it from the others.
        kind: what it does.
        what: a short name for what it takes.
        words: the command that does it.
        stage: where it stands.
        phase: what it is doing, as commands report it.
        done: how much of that is done.
        total: of how much; 0 while that is unknown.
        counts: the numbers of its report; empty until it has come.
        failed: what failed, and why.
        notes: further sentences of its report.
        problem: why it could not go on.
    """

    number: int
    kind: ImportKind
    what: str
    words: tuple[str, ...]
    stage: Stage = "waiting"
    phase: str = ""
    done: int = 0
    total: int = 0
    counts: Mapping[str, int] | None = None
    failed: tuple[FailedPart, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.stage in OVER

    def count(self, name: str) -> int:
        """A number of its report; 0 if it has none."""
        return (self.counts or {}).get(name, 0)


# --- what the command says -------------------------------------------------------------------------------


def heard(run: ImportRun, record: Mapping[str, object]) -> ImportRun:
    """After a line of the command: its progress, or its report."""
    if "phase" in record:
        return replace(
            run,
            phase=str(record["phase"]),
            done=_number(record.get("done")),
            total=_number(record.get("total")),
        )
    counts = {name: value for name, value in record.items() if isinstance(value, int)}
    failed, notes = record.get("failed"), record.get("notes")
    return replace(
        run,
        counts=counts,
        failed=tuple(map(_failure, failed[:MOST_KEPT])) if isinstance(failed, list) else (),
        notes=tuple(map(str, notes)) if isinstance(notes, list) else (),
    )


def ended(run: ImportRun, code: int, problems: Sequence[str]) -> ImportRun:
    """After the end of the command, with its exit code and what it wrote on standard error."""
    if code == INTERRUPTED or run.stage == "stopping":
        return replace(run, stage="stopped")
    if run.counts is not None:
        return replace(run, stage="done")
    said = [line.removeprefix("reader: ") for line in problems]
    return replace(run, stage="broken", problem=said[-1] if said else f"it ended with exit code {code}")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _failure(record: object) -> FailedPart:
    said = record if isinstance(record, dict) else {}
    source, member, error = (str(said.get(name) or "") for name in ("source", "member", "error"))
    return FailedPart(f"{source} ({member})" if member else source, error, source)


# --- trying again ----------------------------------------------------------------------------------------


def again(run: ImportRun, parts: Sequence[FailedPart]) -> tuple[str, ...]:
    """The command that tries some of its failures once more; if there are none, the whole."""
    sources = tuple(dict.fromkeys(part.source for part in parts if part.source))
    if not sources:
        return run.words
    if run.kind == "feeds":
        return ("fetch", "--feeds", "--", *sources)
    # An address that an article has is fetched into that article.
    return ("add", "--", *sources)


# --- words -----------------------------------------------------------------------------------------------


def progress(run: ImportRun) -> str:
    """How far it is: ``Adding saved-pages: 312 of 1,204``."""
    doing = {"add": "Adding", "fetch": "Fetching", "feeds": "Asking"}[run.kind]
    if run.stage == "stopping":
        doing = "Stopping"
    elif run.phase == "indexing":
        doing = "Indexing"
    elif run.phase == "pictures":
        doing = "Fetching the pictures of"
    far = f": {run.done:,} of {run.total:,}" if run.total > 1 else "…"
    return f"{doing} {run.what}{far}"


def short(run: ImportRun, what: str) -> str:
    """A failed part in short: files as seen from the folder that was added."""
    folder = run.words[-1].rstrip("/") + "/"
    return what.removeprefix(folder)


def standing(runs: Sequence[ImportRun], key: str) -> str:
    """What the bottom line says while something is under way; ``key`` shows more."""
    under_way = [run for run in runs if run.stage in ("running", "stopping")]
    if not under_way:
        return ""
    waiting = sum(run.stage == "waiting" for run in runs)
    more = f" · {waiting:,} more" if waiting else ""
    return f"{progress(under_way[0])}{more}{f' · {key} shows it' if key else ''}"


def outcome(run: ImportRun) -> str:
    """What came of it: ``1,204 added, 3 failed``."""
    if run.stage == "broken":
        return run.problem
    said = [f"{run.count(name):,} {words}" for name, words in _COUNTED[run.kind] if run.count(name)]
    if run.failed:
        said.append(f"{len(run.failed):,} failed")
    if not said:
        said.append(_NOTHING[run.kind])
    stopped = "stopped; " if run.stage == "stopped" else ""
    return stopped + ", ".join(said)


_COUNTED: Mapping[ImportKind, tuple[tuple[str, str], ...]] = {
    "add": (("added", "added"), ("updated", "updated"), ("unchanged", "unchanged")),
    "fetch": (("fetched", "fetched"), ("unchanged", "unchanged"), ("left", "left for later")),
    "feeds": (("added", "new"), ("fetched", "with their whole text"), ("left", "feeds left for later")),
}
_NOTHING: Mapping[ImportKind, str] = {
    "add": "nothing was added",
    "fetch": "nothing to fetch",
    "feeds": "nothing new",
}


def ending(run: ImportRun, key: str) -> str:
    """What the bottom line says when it is over; ``key`` shows why something failed."""
    if len(run.failed) == 1 and not any(run.count(name) for name, _ in _COUNTED[run.kind]):
        shows = f" · {key} shows it" if key else ""
        return f"{run.failed[0].what}: {run.failed[0].why}{shows}"
    why = f" · {key} shows why" if key and (run.failed or run.stage == "broken") else ""
    return f"{run.what}: {outcome(run)}{why}"
