"""Runs every peer on a tiny problem and prints which ones work: `python check.py [SYSTEM …]`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from systems import SYSTEMS

TRIALS = 24
"""More than the initial random trials of any peer; KerasTuner has the most, three for each parameter."""
PARALLEL = 2
FAILING = 3
"""The trial that is told as failed; an early one, when no worst value is known yet."""

START = {
    "op": "start",
    "seed": 1,
    "trials": TRIALS,
    "parallel": PARALLEL,
    "parameters": [
        {"name": "rate", "type": "float", "low": 1e-4, "high": 1.0, "log": True},
        {"name": "shift", "type": "float", "low": -2.0, "high": 3.0},
        {"name": "units", "type": "int", "low": 4, "high": 256, "log": True},
        {"name": "layers", "type": "int", "low": 1, "high": 4},
        {"name": "method", "type": "categorical", "choices": ["sgd", "adam", "lion"]},
        {"name": "momentum", "type": "float", "low": 0.0, "high": 0.99, "when": {"parent": "method", "in": ["sgd"]}},
    ],
}


class Failure(Exception):
    pass


def check(system: str) -> str:
    """Asks and tells with two interleaved trials, one of them failing. Returns the version, or raises Failure."""
    command = [sys.executable, os.path.join(os.path.dirname(__file__), "serve.py"), system]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin and process.stdout

        def call(message: dict[str, object]) -> dict[str, object]:
            print(json.dumps(message), file=process.stdin, flush=True)
            line = process.stdout.readline()
            if not line:
                raise Failure(f"the process ended with {process.wait()}")
            answer = json.loads(line)
            if "error" in answer:
                raise Failure(answer["error"])
            return answer

        try:
            version = str(call(START)["version"])
            running: list[dict[str, object]] = []
            for _ in range(TRIALS):
                trial = call({"op": "ask"})
                check_params(trial["params"])
                running.append(trial)
                if len(running) == PARALLEL:
                    tell(call, running.pop(0))
            for trial in running:
                tell(call, trial)
            return version
        finally:
            process.stdin.close()


def tell(call, trial) -> None:
    params = trial["params"]
    value = None if trial["id"] == FAILING else params["rate"] + params["shift"] ** 2 + params["layers"]
    call({"op": "tell", "id": trial["id"], "value": value})


def check_params(params) -> None:
    for parameter in START["parameters"]:
        name, when = parameter["name"], parameter.get("when")
        if (name in params) != (when is None or params[when["parent"]] in when["in"]):
            raise Failure(f"{name} is active or inactive against its condition: {params}")
        if name not in params:
            continue
        value = params[name]
        if parameter["type"] == "categorical":
            good = value in parameter["choices"]
        else:
            good = parameter["low"] <= value <= parameter["high"]
            good = good and (isinstance(value, int) if parameter["type"] == "int" else isinstance(value, float))
        if not good:
            raise Failure(f"{name} = {value!r} is out of range")


def main() -> None:
    names = sys.argv[1:] or list(SYSTEMS)
    failed = False
    for name in names:
        try:
            print(f"{name:<20} OK             {check(name)}", flush=True)
        except Failure as failure:
            missing = str(failure).startswith(("ModuleNotFoundError", "ImportError"))
            failed = failed or not missing
            print(f"{name:<20} {'not installed' if missing else 'broken':<14} {failure}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
