"""scikit-optimize's Optimizer: by default, a Gaussian process and a portfolio of acquisition functions (gp_hedge).

Inactive parameters are at their midpoint, failed trials at the worst value. Running trials get the least value in a copy
of the optimizer that suggests the next trial, its own rule for batches (`cl_min`).
"""

from __future__ import annotations

import warnings

from skopt import Optimizer
from skopt.space import Categorical, Integer, Real

from parameters import Parameter, Params, Run
from worst_value import WorstValue

warnings.filterwarnings("ignore", category=UserWarning, module="skopt")


def gp_hedge(run: Run) -> ScikitOptimize:
    return ScikitOptimize(run)


class ScikitOptimize:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._optimizer = Optimizer([_dimension(parameter) for parameter in run.parameters], random_state=run.seed32)
        self._asked: list[Params] = []
        self._running: set[int] = set()
        self._failed: list[int] = []
        self._values: list[float] = []
        self._worst = WorstValue()

    def ask(self) -> tuple[int, Params]:
        optimizer = self._optimizer
        if self._running:
            optimizer = optimizer.copy(random_state=self._run.seed32 + len(self._asked))
            lie = min(self._values, default=0.0)
            for number in sorted(self._running):
                optimizer.tell(self._point(number), lie)
        point = optimizer.ask()
        names = [parameter.name for parameter in self._run.parameters]
        number = len(self._asked)
        self._asked.append(self._run.decode(dict(zip(names, point, strict=True))))
        self._running.add(number)
        return number, self._asked[number]

    def tell(self, number: int, value: float | None) -> None:
        self._running.discard(number)
        self._worst.include(value)
        if value is None:
            self._failed.append(number)
        else:
            self._values.append(value)
            self._optimizer.tell(self._point(number), value)
        # Failures are told once a worst value is known.
        worst = self._worst.of(None)
        while worst is not None and self._failed:
            self._optimizer.tell(self._point(self._failed.pop()), worst)

    def _point(self, number: int) -> list[object]:
        complete = self._run.complete(self._asked[number])
        return [
            p.label(complete[p.name]) if p.kind == "categorical" else complete[p.name] for p in self._run.parameters
        ]


def _dimension(parameter: Parameter) -> Real | Integer | Categorical:
    if parameter.kind == "categorical":
        return Categorical(parameter.labels, name=parameter.name)
    create = Integer if parameter.kind == "int" else Real
    prior = "log-uniform" if parameter.log else "uniform"
    return create(parameter.low, parameter.high, prior=prior, name=parameter.name)
