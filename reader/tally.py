"""What an import has done so far: its counts, its failures, how far it is."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reader.config import command
from reader.errors import UnreadableSource
from reader.formats.parsed import PassedOver
from reader.model import AddReport, Failure, Progress
from reader.own_files import OwnFile
from reader.sources import FoundFile
from reader.store import PutResult

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


OWN_FILE = "a file of the library itself, which is no article"


@dataclass(slots=True)
class Tally:
    """The counts of a running import."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    same: int = 0
    vanished: int = 0
    left_out: int = 0
    feeds: int = 0
    links: int = 0
    """Links in lists of feeds, which are no feeds."""
    as_text: dict[str, str] = field(default_factory=dict)
    """Files of data that no format knows, each with what it is."""
    own: int = 0
    failed: list[Failure] = field(default_factory=list)

    def fail(self, name: str, error: Exception, member: str = "") -> None:
        self.failed.append(Failure(name, reason_of(error), member))

    def without_own(self, files: Iterable[FoundFile], own: OwnFile | None) -> Iterator[FoundFile]:
        """The files that are not the reader's own. One of those that was named by itself is a failure."""
        for file in files:
            if own is None or not own(file.name):
                yield file
            elif file.path:
                self.own += 1
            else:
                self.fail(file.name, UnreadableSource(OWN_FILE))

    def take_as_text(self, name: str, kind: str) -> None:
        """Notes that a file is data that came in as plain text."""
        self.as_text[name] = kind

    def pass_over(self, passed: PassedOver) -> None:
        self.links += passed.links

    def count(self, puts: Iterable[PutResult]) -> None:
        for put in puts:
            self.same += put.same
            match put.outcome:
                case "added":
                    self.added += 1
                case "updated":
                    self.updated += 1
                case "left out":
                    self.left_out += 1
                case _:
                    self.unchanged += 1

    def report(self, passed_over: int = 0, own: int = 0) -> AddReport:
        return AddReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            failed=tuple(self.failed),
            same=self.same,
            left_out=self.left_out,
            notes=tuple(self._notes(passed_over, own)),
        )

    def _notes(self, passed_over: int, own: int) -> Iterator[str]:
        if passed_over:
            if passed_over == 1:
                yield "1 file is not an article (a picture, a style sheet …) and was not added by itself"
            else:
                yield (
                    f"{passed_over:,} files are not articles (pictures, style sheets …) and were not added by"
                    " themselves"
                )
        if own:
            files = "1 file" if own == 1 else f"{own:,} files"
            yield f"{files} of the library itself {'is no article' if own == 1 else 'are no articles'}"
        if self.as_text:
            yield as_text_note(self.as_text)
        if self.feeds:
            feeds = "1 feed is" if self.feeds == 1 else f"{self.feeds} feeds are"
            yield f"{feeds} followed now; '{command('fetch --feeds')}' fetches what is new"
        if self.links == 1:
            yield "1 link was passed over: in a list of feeds, only feeds are taken"
        elif self.links:
            yield f"{self.links:,} links were passed over: in a list of feeds, only feeds are taken"
        if self.left_out == 1:
            yield f"1 article that you removed was left out; '{command('add --removed')} …' adds it again"
        elif self.left_out:
            yield (
                f"{self.left_out:,} articles that you removed were left out; '{command('add --removed')} …'"
                " adds them again"
            )
        if self.vanished == 1:
            yield "1 article is no longer where it came from; it stays in the library"
        elif self.vanished:
            yield f"{self.vanished} articles are no longer where they came from; they stay in the library"


def as_text_note(files: Mapping[str, str]) -> str:
    """Says which files of data came in as plain text, and how to go about it; ``files``: name and kind."""
    names = list(files)
    some = ", ".join(names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    if len(names) == 1:
        what = f"{some} is {files[some]} that is in no known format and came in as plain text"
    else:
        kinds = " and ".join(sorted(set(files.values())))
        what = (
            f"{len(names):,} files of {kinds} are in no known format and came in as plain text: {some}{more}"
        )
    them = "it" if len(names) == 1 else "them"
    return f"{what}; '{command('add --as FORMAT')}' reads {them} otherwise, '--exclude' leaves {them} out"


_MOST_NAMED = 5


class Going:
    """How far an import is, and whether to continue."""

    def __init__(self, progress: ProgressCallback, stop: StopCallback) -> None:
        self._progress = progress
        self._stop = stop
        self._done = self._total = 0
        self._stopped = False

    def expect(self, files: list[FoundFile]) -> list[FoundFile]:
        """Adds files to the number of files to read."""
        self._total += len(files)
        return files

    def on(self) -> bool:
        """Whether the import should continue."""
        self._stopped = self._stopped or self._stop()
        return not self._stopped

    def next(self, name: str) -> None:
        """Reports that a file is started."""
        self._progress(Progress(phase="reading", done=self._done, total=self._total, current=name))
        self._done += 1

    def end(self) -> None:
        """Reports that the import has ended."""
        self._progress(Progress("reading", self._done, self._total))


_ADDRESS = re.compile(r"(?:ftps?|file|javascript|data|mailto|gemini|gopher|ssh|sftp|about|chrome):\S", re.I)
"""An address of another kind than those that are fetched, given where a file is missing."""


def reason_of(error: Exception) -> str:
    """Why something could not be read, in words."""
    match error:
        case FileNotFoundError(filename=str(name)) if _ADDRESS.match(name):
            return "addresses are fetched only with http or https"
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "permission denied"
        case OSError(errno=errno.ELOOP):
            return "a link that leads back to itself"
        case OSError(strerror=str(words)):
            return words[:1].lower() + words[1:]
        case MemoryError():
            return "there is not enough memory for it"
        case _:
            return str(error)
