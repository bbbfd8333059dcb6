"""Parameters as coordinates, for libraries that model points: numbers in [0, 1], categories by their index."""

from __future__ import annotations

import math
from typing import Any

from parameters import Parameter, Params, Run


class UnitCube:
    def __init__(self, run: Run) -> None:
        self._parameters = run.parameters
        self.categorical: dict[int, list[float]] = {
            index: [float(choice) for choice in range(len(parameter.choices))]
            for index, parameter in enumerate(run.parameters)
            if parameter.kind == "categorical"
        }
        """The dimensions of categories, with their indices."""
        self.discrete: dict[int, list[float]] = {
            index: [_to_unit(parameter, value) for value in range(parameter.low, parameter.high + 1)]
            for index, parameter in enumerate(run.parameters)
            if parameter.kind == "int"
        }
        """The dimensions of integers, with their indices."""

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """The lowest and highest coordinate of each dimension."""
        return [(0.0, max(1.0, len(parameter.choices) - 1.0)) for parameter in self._parameters]

    def encode(self, params: Params) -> list[float]:
        """The coordinates of values for all parameters."""
        return [
            float(p.choices.index(params[p.name])) if p.kind == "categorical" else _to_unit(p, params[p.name])
            for p in self._parameters
        ]

    def decode(self, point: list[float], sampled: bool) -> Params:
        """Converts coordinates to values; `sampled` ones are all in [0, 1), split evenly over integers and choices."""
        return {p.name: _from_unit(p, x, sampled) for p, x in zip(self._parameters, point, strict=True)}


def _to_unit(parameter: Parameter, value: float) -> float:
    low, high = parameter.low, parameter.high
    if parameter.log:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def _from_unit(parameter: Parameter, x: float, sampled: bool) -> Any:
    if parameter.kind == "categorical":
        return parameter.choices[int(x * len(parameter.choices)) if sampled else round(x)]
    low, high = parameter.low, parameter.high
    if parameter.kind == "int" and sampled:
        # Each integer has the interval of half a unit to both sides.
        low, high = low - 0.5, high + 0.5
    value = low * (high / low) ** x if parameter.log else low + (high - low) * x
    value = round(value) if parameter.kind == "int" else float(value)
    return min(max(value, parameter.low), parameter.high)
