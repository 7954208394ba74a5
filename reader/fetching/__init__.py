"""Fetches addresses of the web, and nothing else: who may be asked, how long, how much, how often.

Nothing here runs unless a person has asked for a fetch. The rooms:

* ``values``: what is asked for, what comes back, and what can go wrong.
* ``addresses``: addresses as text.
* ``rules``: which machines may be connected to.
* ``transport``: connects to the machine that was checked and to no other.
* ``client``: one address, from redirect to redirect to its answer.
* ``unpacking``: compressed answers, within limits.
* ``hosts``: how often a host is asked.
* ``running``: many addresses at once, on a thread of its own.

``transport`` and ``client`` import httpx, so they are only imported when something is fetched.
"""

from __future__ import annotations

from reader.fetching.addresses import is_address, shown, tidy
from reader.fetching.rules import Rules
from reader.fetching.values import Answer, FetchFailed, FetchRequest, Limits

__all__ = ["Answer", "FetchFailed", "FetchRequest", "Limits", "Rules", "is_address", "shown", "tidy"]
