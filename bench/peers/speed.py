"""Measures a peer's asks after a number of finished trials: `python speed.py SYSTEM < request`, JSON out.

The request is {"parallel", "rounds", "seconds", "parameters", "finished": [{"params", "value"}, …]}: parameters as
in serve.py, the number of trials to tell and ask, and the maximum number of seconds. Only systems that accept finished
trials that they did not suggest are measured. Durations are in microseconds.
"""

from __future__ import annotations

import json
import math
import resource
import statistics
import sys
import time

from single_thread import limit_threads, limit_torch

limit_threads()

from parameters import Parameter, Params, parse_run  # noqa: E402
from systems import SYSTEMS, start_system  # noqa: E402

WARM_UP = 1
"""Number of warm-up rounds; libraries import some of their modules at the first use."""


def value_of(parameters: tuple[Parameter, ...], params: Params) -> float:
    """A quadratic bowl; bench/speed computes the same."""
    return math.fsum(_term(parameter, params[parameter.name]) for parameter in parameters)


def _term(parameter: Parameter, value: object) -> float:
    if parameter.kind == "categorical":
        return 0.1 * parameter.choices.index(value)
    low, high = parameter.low, parameter.high
    unit = math.log(value / low) / math.log(high / low) if parameter.log else (value - low) / (high - low)
    return (unit - 0.3) ** 2


def measure(name: str, request: dict[str, object]) -> dict[str, object]:
    finished = request["finished"]
    trials = len(finished) + request["parallel"] + request["rounds"] + WARM_UP
    # By default KerasTuner would use its model only after three trials for each parameter.
    run = parse_run({"seed": 1, "trials": trials, "initial": len(finished), **request})
    system, version = start_system(name, run)
    limit_torch()
    # Without results they are random, so starting them is cheap.
    running = [system.ask() for _ in range(request["parallel"] - 1)]
    for trial in finished:
        system.add(trial["params"], trial["value"])
    began = time.perf_counter()
    running.append(system.ask())
    cold = (time.perf_counter() - began) * 1e6
    asks: list[float] = []
    tells: list[float] = []
    end = time.perf_counter() + request["seconds"]
    for _ in range(WARM_UP + request["rounds"]):
        number, params = running.pop(0)
        value = value_of(run.parameters, params)
        began = time.perf_counter()
        system.tell(number, value)
        told = time.perf_counter()
        running.append(system.ask())
        asks.append((time.perf_counter() - told) * 1e6)
        tells.append((told - began) * 1e6)
        if time.perf_counter() > end and len(asks) > WARM_UP:
            break
    # In kilobytes on Linux, in bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "version": version,
        "ask": spread(asks[WARM_UP:]),
        "tell": spread(tells[WARM_UP:]),
        "cold": cold,
        "memory": {"peakMb": peak},
    }


def spread(durations: list[float]) -> dict[str, float]:
    ordered = sorted(durations)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"median": statistics.median(ordered), "p95": p95, "max": ordered[-1], "count": len(ordered)}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in SYSTEMS:
        sys.exit(f"usage: speed.py SYSTEM < request, where SYSTEM is one of {', '.join(SYSTEMS)}")
    print(json.dumps(measure(sys.argv[1], json.load(sys.stdin))))


if __name__ == "__main__":
    main()
