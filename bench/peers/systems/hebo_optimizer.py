"""HEBO (Cowen-Rivers et al. 2022): a warped Gaussian process and three acquisition functions, by default.

Inactive parameters are at their midpoint, failed trials at the worst value. Running trials are ignored.
"""

from __future__ import annotations

import warnings

import numpy
import pandas
from hebo.design_space.design_space import DesignSpace
from hebo.optimizers.hebo import HEBO

from parameters import Parameter, Params, Run
from worst_value import WorstValue

warnings.filterwarnings("ignore")


def hebo(run: Run) -> Hebo:
    return Hebo(run)


class Hebo:
    def __init__(self, run: Run) -> None:
        self._run = run
        # HEBO also uses the global random generators.
        numpy.random.seed(run.seed32)
        space = DesignSpace().parse([_dimension(parameter) for parameter in run.parameters])
        self._optimizer = HEBO(space, scramble_seed=run.seed32)
        self._asked: list[Params] = []
        self._failed: list[int] = []
        self._worst = WorstValue()

    def ask(self) -> tuple[int, Params]:
        suggested = self._optimizer.suggest(n_suggestions=1).iloc[0]
        self._asked.append(self._run.decode(suggested))
        return len(self._asked) - 1, self._asked[-1]

    def tell(self, number: int, value: float | None) -> None:
        self._worst.include(value)
        if value is None:
            self._failed.append(number)
        else:
            self._observe(number, value)
        # Failures are told once a worst value is known.
        worst = self._worst.of(None)
        while worst is not None and self._failed:
            self._observe(self._failed.pop(), worst)

    def _observe(self, number: int, value: float) -> None:
        complete = self._run.complete(self._asked[number])
        row = {
            p.name: p.label(complete[p.name]) if p.kind == "categorical" else complete[p.name]
            for p in self._run.parameters
        }
        self._optimizer.observe(pandas.DataFrame([row]), numpy.array([[value]]))


def _dimension(parameter: Parameter) -> dict[str, object]:
    if parameter.kind == "categorical":
        return {"name": parameter.name, "type": "cat", "categories": parameter.labels}
    kinds = {("float", False): "num", ("float", True): "pow", ("int", False): "int", ("int", True): "pow_int"}
    kind = kinds[parameter.kind, parameter.log]
    dimension = {"name": parameter.name, "type": kind, "lb": parameter.low, "ub": parameter.high}
    # The base only scales the logarithms.
    return dimension | ({"base": 10} if kind == "pow" else {})
