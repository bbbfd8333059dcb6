"""The peers by name: one line each says where the system is, and whose version it is known by."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any, Protocol

from parameters import Params, Run


class System(Protocol):
    """A peer that proposes values to minimise an objective."""

    def ask(self) -> tuple[int, Params]:
        """The number of a new trial, and its values without the inactive parameters."""

    def tell(self, number: int, value: float | None) -> None:
        """The finite value of a running trial, or None where it failed."""


# name: (module of this package, factory in it, distribution that has the version)
SYSTEMS: dict[str, tuple[str, str, str]] = {
    "optuna-gp": ("optuna_samplers", "gp", "optuna"),
    "optuna-tpe": ("optuna_samplers", "tpe", "optuna"),
    "optuna-tpe-default": ("optuna_samplers", "tpe_default", "optuna"),
    "optuna-random": ("optuna_samplers", "random", "optuna"),
    "keras-tuner": ("keras_tuner_oracle", "bayesian_optimization", "keras-tuner"),
    "botorch": ("botorch_log_ei", "log_ei", "botorch"),
}


def start_system(name: str, run: Run) -> tuple[System, str]:
    """The system and its version; raises ImportError where it is not installed."""
    if name not in SYSTEMS:
        raise ValueError(f"there is no system {name!r}; there are {', '.join(SYSTEMS)}")
    module, factory, distribution = SYSTEMS[name]
    create: Any = getattr(import_module(f"systems.{module}"), factory)
    return create(run), version(distribution)
