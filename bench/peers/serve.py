"""Serves one peer to the benchmark: `python serve.py SYSTEM`, one JSON object per line in, one per line out.

{"op": "start", "seed": 1, "trials": 50, "parallel": 1, "parameters": [
  {"name": "x", "type": "float", "low": 1e-5, "high": 0.1, "log": true},
  {"name": "n", "type": "int", "low": 1, "high": 8},
  {"name": "c", "type": "categorical", "choices": ["a", "b"]},
  {"name": "y", "type": "float", "low": 0, "high": 1, "when": {"parent": "c", "in": ["a"]}}]}
    → {"ok": true, "system": "optuna-gp", "version": "5.0.0"}
{"op": "ask"} → {"id": 0, "params": {"x": 0.01, "n": 3, "c": "b"}}, without inactive parameters
{"op": "tell", "id": 0, "value": 1.5} → {"ok": true}; values are minimised, null is a failed trial

Any error is answered with {"error": "message"}, and the next line is read.
"""

from __future__ import annotations

import json
import math
import os
import sys
import traceback
from typing import Any

from single_thread import limit_threads, limit_torch

limit_threads()

from environments import enter  # noqa: E402
from parameters import parse_run  # noqa: E402
from systems import SYSTEMS, System, start_system  # noqa: E402


class Session:
    """A conversation about one run."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._system: System | None = None
        self._running: set[int] = set()

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        operation = message.get("op")
        if operation == "start":
            # If the next system cannot be started, the previous one must not answer instead.
            self._system = None
            self._system, version = start_system(self._name, parse_run(message))
            self._running.clear()
            limit_torch()
            return {"ok": True, "system": self._name, "version": version}
        if self._system is None:
            raise ValueError("start comes first")
        if operation == "ask":
            number, params = self._system.ask()
            self._running.add(number)
            return {"id": number, "params": params}
        if operation == "tell":
            return self._tell(self._system, message["id"], message["value"])
        raise ValueError(f"op must be start, ask or tell, and not {operation!r}")

    def _tell(self, system: System, number: int, value: float | None) -> dict[str, Any]:
        if number not in self._running:
            raise ValueError(f"trial {number} is not running")
        system.tell(number, float(value) if value is not None and math.isfinite(value) else None)
        self._running.discard(number)
        return {"ok": True}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in SYSTEMS:
        sys.exit(f"usage: serve.py SYSTEM, where SYSTEM is one of {', '.join(SYSTEMS)}")
    enter(SYSTEMS[sys.argv[1]].environment)
    # Libraries print to stdout; redirect them to stderr, so that stdout has only answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    session = Session(sys.argv[1])
    for line in sys.stdin:
        try:
            answer = session.answer(json.loads(line))
        except Exception as error:  # The benchmark reports any error of a library.
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers)


if __name__ == "__main__":
    main()
