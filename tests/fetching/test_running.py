"""Many addresses at once: each exactly once, politely, and with an end."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetching import Answer, FetchFailed, FetchRequest, Limits, Rules
from reader.fetching.hosts import MOST_OVERDUE
from reader.fetching.running import Queues, fetch_all
from tests import web_server as web
from tests.fetching.conftest import HERE, QUICK
from tests.web_server import Exchange, Served, page, serving


def slowly(exchange: Exchange) -> None:
    exchange.ending.wait(0.1)
    exchange.answer(page())


def test_each_address_has_one_outcome(server: Served) -> None:
    server.paths = {"/a": web.gives(page()), "/b": web.redirects("/a"), "/c": web.closes_at_once}
    asked = [
        FetchRequest(server.url(path), key=key) for key, path in enumerate(["/a", "/b", "/c", "/d", "/a"])
    ]
    asked += [FetchRequest("ftp://x", key=5), FetchRequest("nonsense", key=6)]
    outcomes = {one.key: outcome for one, outcome in fetch_all(asked, HERE, limits=QUICK)}
    assert sorted(outcomes) == list(range(7))
    assert [key for key, outcome in sorted(outcomes.items()) if isinstance(outcome, Answer)] == [0, 1, 4]


def test_nothing_asked_is_nothing_done() -> None:
    before = threading.active_count()
    assert list(fetch_all([], HERE)) == []
    assert threading.active_count() == before


def test_a_host_has_one_connection_at_a_time(server: Served) -> None:
    server.default = slowly
    asked = [FetchRequest(server.url(f"/{number}")) for number in range(6)]
    assert len(list(fetch_all(asked, HERE, limits=QUICK))) == 6
    assert server.most_at_once == 1


def test_between_two_answers_a_host_has_a_pause(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    server.default = web.gives(page())
    # As for a machine that is not the person's own.
    monkeypatch.setattr("reader.fetching.rules.Rules.is_near", lambda *_: False)
    asked = [FetchRequest(server.url(f"/{number}")) for number in range(3)]
    list(fetch_all(asked, HERE, limits=QUICK))
    assert all(later - before >= 0.45 for before, later in zip(server.times, server.times[1:], strict=False))


def test_several_hosts_are_asked_at_once() -> None:
    both = threading.Barrier(8)

    def together(exchange: Exchange) -> None:
        both.wait(5)  # until all eight have been asked
        exchange.answer(page())

    with ExitStack() as stack:
        servers = [stack.enter_context(serving(default=together)) for _ in range(8)]
        asked = [FetchRequest(one.url("/")) for one in servers]
        outcomes = [outcome for _, outcome in fetch_all(asked, HERE)]
    assert all(isinstance(outcome, Answer) for outcome in outcomes)


def test_an_answer_that_never_comes_holds_up_no_other_of_its_host(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.fetching.hosts.OVERDUE", 0.2)
    server.paths = {f"/stall{number}": web.stalls for number in range(10)}
    server.default = web.gives(page())
    asked = [FetchRequest(server.url(f"/stall{number}")) for number in range(10)]
    asked += [FetchRequest(server.url(f"/{number}")) for number in range(10)]
    limits = Limits(connect=1, silence=2, total=3)
    outcomes = [outcome for _, outcome in fetch_all(asked, HERE, limits=limits)]
    assert sum(isinstance(outcome, Answer) for outcome in outcomes) == 10
    # One after the other they would take ten times two seconds.
    assert server.most_at_once == MOST_OVERDUE + 1


def test_a_host_that_wants_peace_has_it_from_all_addresses(server: Served) -> None:
    server.default = web.gives("", status="429 Too Many Requests", Retry_After="600")
    asked = [FetchRequest(server.url(f"/{number}")) for number in range(5)]
    outcomes = [outcome for _, outcome in fetch_all(asked, HERE, limits=QUICK)]
    assert len(server.asked) == 1
    assert all(isinstance(outcome, FetchFailed) and outcome.wait > 590 for outcome in outcomes)


def test_it_ends_when_it_is_told_to(server: Served) -> None:
    server.paths = {"/a": web.gives(page())}
    server.default = web.stalls
    with serving(default=web.stalls) as other:
        asked = [FetchRequest(server.url("/a"))]
        asked += [FetchRequest(one.url(f"/{number}")) for number in range(5) for one in (server, other)]
        got: list[FetchRequest] = []
        for one, _ in fetch_all(asked, HERE, stop=lambda: bool(got)):
            got.append(one)
    assert len(got) == 1
    assert not any(thread.name == "fetching" for thread in threading.enumerate())


def test_leaving_the_loop_ends_it_too(server: Served) -> None:
    server.default = web.gives(page())
    for _ in fetch_all([FetchRequest(server.url(f"/{number}")) for number in range(50)], HERE, limits=QUICK):
        break
    assert not any(thread.name == "fetching" for thread in threading.enumerate())


def test_a_fault_of_the_program_is_logged_and_stops_nothing(
    server: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*_: object) -> str:
        raise RuntimeError("a fault")

    server.paths["/moved"] = web.redirects("/gone")
    server.default = web.gives(page())
    monkeypatch.setattr("reader.fetching.client.receive", wrong)
    outcomes = [
        outcome for _, outcome in fetch_all([FetchRequest(server.url(path)) for path in ("/a", "/b")], HERE)
    ]
    reasons = {outcome.reason for outcome in outcomes if isinstance(outcome, FetchFailed)}
    assert reasons == {"this should not have happened (RuntimeError: a fault)"}
    assert "a fault" in caplog.text


def test_answers_wait_until_they_are_taken(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.fetching.running._MOST_WAITING", 3)
    server.default = web.gives(page())
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(default=web.gives(page()))) for _ in range(20)]
        outcomes = fetch_all([FetchRequest(one.url(f"/{n}")) for n in range(10) for one in servers], HERE)
        next(outcomes)
        time.sleep(1)
        # Those in the queue, and those whose workers wait to put theirs in.
        assert sum(len(one.asked) for one in servers) < 150
        assert len(list(outcomes)) == 199


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=60), st.integers(1, 30))
def test_queues_hand_out_each_address_once_and_leave_none(hosts: list[str], workers: int) -> None:
    asked = [FetchRequest(f"http://{host}.example/{number}") for number, host in enumerate(hosts)]
    queues = Queues(asked)
    assert len(queues) == len(asked)
    out: list[FetchRequest] = []
    now: list[FetchRequest] = []
    going = min(workers, len(asked))
    while going:
        # Whoever finds nothing goes home, as the workers do.
        while len(now) < going:
            one = queues.take()
            if one is None:
                going -= 1
                continue
            now.append(one)
            out.append(one)
        per_host = Counter(one.url.split("/")[2] for one in now)
        assert all(count <= MOST_OVERDUE + 1 for count in per_host.values())
        if now:
            queues.done(now.pop(len(out) % len(now)))
    assert sorted(out, key=repr) == sorted(asked, key=repr)


def test_rules_hold_for_all(server: Served) -> None:
    outcomes = [outcome for _, outcome in fetch_all([FetchRequest(server.url("/"))], Rules())]
    assert all(isinstance(outcome, FetchFailed) for outcome in outcomes)
    assert server.connections == 0
