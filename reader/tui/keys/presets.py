"""Sets of keys to begin with, for people whose hands know another program."""

from __future__ import annotations

from collections.abc import Mapping

from reader.settings.declared import KeyPreset

PRESETS: Mapping[KeyPreset, Mapping[str, str]] = {"default": {}, "vim": {}, "newsboat": {}, "emacs": {}}
"""The keys of each preset that differ from the table of actions: action -> keys, separated by commas."""
