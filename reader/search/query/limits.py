"""How much of a query is looked at, so that none takes long."""

from __future__ import annotations

MAX_DEPTH = 10
MAX_WORDS = 100
MAX_LENGTH = 5000
MAX_FUZZY = 5
MAX_FILTERS = 10
MAX_NOTES = 5

MAX_SAVED_IN_SAVED = 3
