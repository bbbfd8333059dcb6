"""The search space of a run in the protocol of serve.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]

KINDS = ("float", "int", "categorical")


@dataclass(frozen=True)
class Condition:
    """The parameter is active only if `parent` has one of `values`."""

    parent: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Parameter:
    """One parameter: numbers have `low` and `high` (both included) and `log`; a categorical one has `choices`."""

    name: str
    kind: str
    low: Any = None
    high: Any = None
    log: bool = False
    choices: tuple[Any, ...] = ()
    when: Condition | None = None

    @property
    def labels(self) -> list[str]:
        """The indices of choices as strings, for libraries that accept only strings."""
        return [str(index) for index in range(len(self.choices))]

    def label(self, choice: Any) -> str:
        return str(self.choices.index(choice))

    def choice(self, label: str) -> Any:
        return self.choices[int(label)]

    def decode(self, value: Any) -> Any:
        """Converts a library's value, which may be a label or a number of another type."""
        if self.kind == "categorical":
            return self.choice(str(value))
        number = int(value) if self.kind == "int" else float(value)
        # After a round trip through logarithms, a bound may be slightly out of range.
        return min(max(number, self.low), self.high)

    def midpoint(self) -> Any:
        """The value of an inactive parameter in systems without conditions."""
        if self.kind == "categorical":
            return self.choices[0]
        middle = (self.low * self.high) ** 0.5 if self.log else (self.low + self.high) / 2
        return round(middle) if self.kind == "int" else middle


@dataclass(frozen=True)
class Run:
    """The settings of a run."""

    seed: int
    trials: int
    """The total number of trials, which determines the initial design of some systems."""
    parallel: int
    """The number of trials that run at once; 1 is sequential."""
    parameters: tuple[Parameter, ...]
    initial: int | None = None
    """The number of finished trials before KerasTuner uses its model. Default: KerasTuner's own."""

    @property
    def seed32(self) -> int:
        """The seed for libraries that accept 32 bits."""
        return self.seed % 2**32

    def parameter(self, name: str) -> Parameter:
        return next(parameter for parameter in self.parameters if parameter.name == name)

    def is_active(self, parameter: Parameter, params: Params) -> bool:
        """Whether the parameter is active with these values; it is inactive if its parent is."""
        if parameter.when is None:
            return True
        parent = self.parameter(parameter.when.parent)
        return self.is_active(parent, params) and params[parent.name] in parameter.when.values

    def active(self, params: Params) -> Params:
        """Selects the active values from values for all parameters."""
        return {p.name: params[p.name] for p in self.parameters if self.is_active(p, params)}

    def decode(self, values: Any) -> Params:
        """Converts a library's values to those of active parameters, by name; inactive ones may be missing."""
        params: Params = {}
        for parameter in self.parameters:
            if self.is_active(parameter, params):
                params[parameter.name] = parameter.decode(values[parameter.name])
        return params

    def complete(self, params: Params) -> Params:
        """Values for all parameters, the inactive ones at their midpoint: one form for each set of active values."""
        return {p.name: params[p.name] if p.name in params else p.midpoint() for p in self.parameters}


def parse_run(message: dict[str, Any]) -> Run:
    """Parses a start message; raises ValueError if it is invalid."""
    parameters: list[Parameter] = []
    for json in message["parameters"]:
        parameter = _parse_parameter(json)
        if any(parameter.name == earlier.name for earlier in parameters):
            raise ValueError(f"duplicate parameter name {parameter.name!r}")
        if parameter.when is not None:
            parent = next((earlier for earlier in parameters if earlier.name == parameter.when.parent), None)
            if parent is None or parent.kind != "categorical":
                raise ValueError(f"the parent of {parameter.name!r} must be an earlier categorical parameter")
        parameters.append(parameter)
    if not parameters:
        raise ValueError("expected at least one parameter")
    return Run(
        int(message["seed"]),
        int(message["trials"]),
        int(message.get("parallel", 1)),
        tuple(parameters),
        message.get("initial"),
    )


def _parse_parameter(json: dict[str, Any]) -> Parameter:
    name, kind = json["name"], json["type"]
    if kind not in KINDS:
        raise ValueError(f"{name!r} is of type {kind!r}, but must be one of {', '.join(KINDS)}")
    when = json.get("when")
    condition = None if when is None else Condition(when["parent"], tuple(when["in"]))
    if kind == "categorical":
        choices = tuple(json["choices"])
        if len(choices) < 2:
            raise ValueError(f"{name!r} needs at least two choices")
        return Parameter(name, kind, choices=choices, when=condition)
    number = int if kind == "int" else float
    low, high, log = number(json["low"]), number(json["high"]), bool(json.get("log", False))
    if not low < high or (log and low <= 0):
        raise ValueError(f"{name!r} must have low < high, and low > 0 if it is logarithmic")
    return Parameter(name, kind, low, high, log, when=condition)
