"""The value of failed trials in libraries without failures."""

from __future__ import annotations

import math


class WorstValue:
    """The largest finite value told so far, used for failures; they wait until there is one."""

    def __init__(self) -> None:
        self._worst = -math.inf

    def include(self, value: float | None) -> None:
        if value is not None:
            self._worst = max(self._worst, value)

    def of(self, value: float | None) -> float | None:
        """Returns the value itself, the worst value for a failure, or None while no value was told."""
        if value is not None:
            return value
        return self._worst if math.isfinite(self._worst) else None
