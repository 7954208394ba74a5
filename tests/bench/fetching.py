"""Fetches 500 addresses from servers on this machine that do everything servers should not.

More than half of the addresses can be had, one way or another. The others stall, drip, close early, redirect
to files and private networks, send bombs or headers without end. They are added as bookmarks and fetched with
``reader fetch``: in one go; and killed (SIGKILL) after half of them were asked for, stopped (Ctrl+C) after
three quarters, then resumed. Checked are: every page that can be had is in, with its own words; every other
address has its reason; nothing is in twice.

For comparison the same good pages are fetched by httpx alone, one thread for each host, without any parsing,
and then read by the format of web pages alone. Exits with 1 if anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from figures import print_table
from library import CHECKOUT, work_folders
from terminal import READER, environment

from reader.formats.web import article_of_page
from reader.library import LocalLibrary

sys.path.insert(0, str(CHECKOUT))

from tests.many_addresses import SLOW, OneOfMany, bookmarks_of, page_of, word_of


class Servers:
    """Servers in a process of their own."""

    def __init__(self, hosts: int, count: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.many_addresses", str(hosts), str(count)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addresses = [OneOfMany(*row) for row in self._line()]

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def asked(self) -> tuple[Counter[str], int]:
        """How often each path was asked for, and the most connections that one host had at once."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        said = self._line()
        return Counter(said["asked"]), said["most"]

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def servers(hosts: int, count: int) -> Any:
    running = Servers(hosts, count)
    try:
        yield running
    finally:
        running.end()


class Trial:
    """A library that the addresses are fetched into."""

    def __init__(self, scratch: Path, running: Servers) -> None:
        self.data = scratch / "data"
        (scratch / "config").mkdir(parents=True)
        (scratch / "config" / "config.toml").write_text('allow-private-addresses = ["127.0.0.1"]\n')
        self._env = environment(scratch)
        self._running = running
        file = scratch / "bookmarks.html"
        file.write_text(bookmarks_of(running.addresses))
        self.command("add", file)

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*READER, "--data-dir", self.data, *map(str, arguments)],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )

    def until(self, share: float, how: signal.Signals) -> int:
        """Fetches until so many addresses were asked for, then ends it; returns how many that were."""
        command = [*READER, "--data-dir", str(self.data), "fetch"]
        fetching = subprocess.Popen(
            command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wanted = share * len(self._running.addresses)
        while fetching.poll() is None and len(self._running.asked()[0]) < wanted:
            time.sleep(0.05)
        fetching.send_signal(how)
        fetching.wait()
        return len(self._running.asked()[0])

    def amiss(self) -> list[str]:
        """Whatever is not as it should be."""
        found = []
        with LocalLibrary.open(self.data) as library:
            summaries = {summary.url: summary for summary in library.summaries(library.ids())}
            if len(summaries) != len(self._running.addresses) or len(library.ids()) != len(summaries):
                found.append(f"{len(library.ids())} articles for {len(self._running.addresses)} addresses")
            reasons = dict(
                library.store._db.rows(
                    "SELECT a.url, f.reason FROM articles a JOIN fetches f ON f.article = a.id"
                )
            )
            for one in self._running.addresses:
                text = library.get(summaries[one.url].id).text()
                if one.good and f"paragraph 5 of {word_of(one.number)}" not in text:
                    found.append(f"{one.kind} is not in: {reasons.get(one.url)}")
                if not one.good and (text or not reasons.get(one.url)):
                    found.append(f"{one.kind} has no reason")
        return found


def _alone(running: Servers) -> tuple[float, float]:
    """Seconds that httpx alone needs for the good pages, and the format of pages alone for reading them."""
    import httpx

    by_host: dict[str, list[str]] = {}
    plain = ("plain", "gzip", "deflate", "chunks", "redirect", "no type", "type of text", "type of a picture")
    good = [one for one in running.addresses if one.kind in plain]
    for one in good:
        by_host.setdefault(one.url.rpartition("/")[0], []).append(one.url)

    def one_by_one(urls: list[str]) -> None:
        with httpx.Client(follow_redirects=True, headers={"Connection": "close"}) as client:
            for url in urls:
                client.get(url).read()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(by_host)) as pool:
        list(pool.map(one_by_one, by_host.values()))
    httpx_alone = (time.perf_counter() - began) / len(good)
    pages = [page_of(one.number).encode() for one in good]
    began = time.perf_counter()
    for raw in pages:
        article_of_page(raw, url="https://example.org/")
    return httpx_alone, (time.perf_counter() - began) / len(good)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetches many addresses from servers that misbehave.")
    parser.add_argument("--addresses", type=int, default=500)
    parser.add_argument("--hosts", type=int, default=20, help="how many hosts they are on")
    options = parser.parse_args()
    amiss: list[str] = []
    rows: list[list[str]] = []
    with work_folders(None) as (_, scratch):
        with servers(options.hosts, options.addresses) as running:
            good = sum(one.good for one in running.addresses)
            slow = sum(one.kind in SLOW for one in running.addresses)
            total = f"{len(running.addresses)} addresses on {options.hosts} hosts"
            print(f"{total}: {good} can be had, {slow} are slow\n")
            trial = Trial(scratch / "whole", running)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.perf_counter()
            done = trial.command("fetch")
            seconds = time.perf_counter() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            asked, most = running.asked()
            amiss += trial.amiss()
            rows.append(["in one go", done.stdout.strip(), f"{seconds:.0f} s", f"{sum(asked.values())}"])
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            memory = after.ru_maxrss // 1024
            began = time.perf_counter()
            done = trial.command("fetch")
            seconds = time.perf_counter() - began
            more = sum(running.asked()[0].values()) - sum(asked.values())
            rows.append(["once more", done.stdout.strip(), f"{seconds:.0f} s", str(more)])
        with servers(options.hosts, options.addresses) as running:
            trial = Trial(scratch / "killed", running)
            first = trial.until(0.5, signal.SIGKILL)
            second = trial.until(0.75, signal.SIGINT)
            began = time.perf_counter()
            done = trial.command("fetch")
            seconds = time.perf_counter() - began
            amiss += trial.amiss()
            asked, _ = running.asked()
            rows.append(
                [
                    f"killed at {first}, stopped at {second}, resumed",
                    done.stdout.strip(),
                    f"{seconds:.0f} s",
                    f"{sum(asked.values())}",
                ]
            )
            single = [one for one in running.addresses if one.good and "once" not in one.kind]
            twice = [one for one in single if asked[f"/{one.number}"] > 1]
            if any(asked[f"/{one.number}"] > 3 for one in single):
                amiss.append("a page that can be had was asked for more than three times")
            httpx_alone, reading_alone = _alone(running)
    print_table(["", "said", "time", "requests"], rows)
    print(f"\nmost connections of one host at once: {most} (answers overdue included)")
    print(f"pages fetched again because of the kill and the stop: {len(twice)} of {len(single)}")
    print(f"memory of the fetch: {memory} MB; CPU: {1000 * cpu / options.addresses:.0f} ms an address")
    print(
        f"alone, for a page: httpx {1000 * httpx_alone:.1f} ms (wall, {options.hosts} threads), reading it"
        f" {1000 * reading_alone:.1f} ms"
    )
    for what, count in Counter(amiss).items():
        print(f"amiss: {what} ({count} times)")
    sys.exit(1 if amiss else 0)


if __name__ == "__main__":
    main()
