"""What is fixed about the review of highlights. It imports nothing: the help of a command names these."""

from __future__ import annotations

from typing import Final

REVIEWED_A_DAY: Final = 5
"""How many highlights a review brings back unless another number is asked for."""

NO_REVIEW: Final = "no-review"
"""The tag of a highlight that reviews do not bring back."""
