"""The Python environments: the main one, and within it those of peers with conflicting dependencies."""

from __future__ import annotations

import os
import sys


def enter(environment: str | None) -> None:
    """Restarts the program in the given environment, if it exists and is not the current one."""
    if environment is None:
        return
    python = os.path.join(sys.prefix, "environments", environment, "bin", "python")
    if os.path.exists(python):
        os.execv(python, [python, *sys.argv])
