"""The options ``--sort`` and ``--reverse`` of commands that list articles."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from reader.cli.command import Argument
from reader.cli.output import Output
from reader.orders import ORDER_NAMES, Order, order_named

SORT = "--sort"

SORTED = (
    f"Orders are {', '.join(ORDER_NAMES)}: earliest, A, shortest or least first; with a - before its name"
    " an order is turned round (-published: latest first). Articles for which it is not known come last."
)
"""What the help says about orders."""


def _order(name: str) -> Order:
    order = order_named(name)
    if order is None:
        if order_named(name.strip().removeprefix("-")) is not None:
            raise argparse.ArgumentTypeError("relevance cannot be turned round: the best always come first")
        raise argparse.ArgumentTypeError(f"there is no order {name!r}: there are {', '.join(ORDER_NAMES)}")
    return order


def sorting(default: str) -> tuple[Argument, ...]:
    """The two options; ``default`` says what the order is without them."""
    return (
        Argument((SORT,), f"the order (default: {default})", {"metavar": "ORDER", "type": _order}),
        Argument(("--reverse",), "the order turned round", {"action": "store_true"}),
    )


def order_of(args: argparse.Namespace, default: Order, out: Output) -> Order | None:
    """The order that was asked for; None if there is none, which standard error explains."""
    order: Order = args.sort or default
    if not args.reverse:
        return order
    if order.reversed() == order:
        out.problem(f"--reverse needs {SORT} with another order: by relevance the best always come first")
        return None
    return order.reversed()


def with_orders(words: Sequence[str]) -> list[str]:
    """The words of a command line, ``--sort -ORDER`` as one: argparse takes ``-ORDER`` for options."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == SORT and "--" not in joined and word.startswith("-") and word[1:2] != "-":
            joined[-1] = f"{SORT}={word}"
        else:
            joined.append(word)
    return joined
