"""The Python environments: the main one, and within it those of peers that do not get on with the others."""

from __future__ import annotations

import os
import sys


def enter(environment: str | None) -> None:
    """Goes on in the environment, with the same arguments, where it was made and is another than this one."""
    if environment is None:
        return
    python = os.path.join(sys.prefix, "environments", environment, "bin", "python")
    if os.path.exists(python):
        os.execv(python, [python, *sys.argv])
