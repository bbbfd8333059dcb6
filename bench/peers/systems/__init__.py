"""The peers by name: one line each, with the module of the system and the package of its version."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any, Protocol

from parameters import Params, Run


class System(Protocol):
    """A peer that proposes values to minimise an objective."""

    def ask(self) -> tuple[int, Params]:
        """Returns the number of a new trial, and its values without inactive parameters."""

    def tell(self, number: int, value: float | None) -> None:
        """Tells the finite value of a running trial, or None if it failed."""


@dataclass(frozen=True)
class Peer:
    module: str
    """The module in this package."""
    factory: str
    """Its factory: Run → System."""
    distribution: str
    """The Python package whose version is reported."""
    environment: str | None = None
    """A separate environment, if its dependencies conflict with the others: see requirements-*.txt."""


SYSTEMS = {
    "optuna-gp": Peer("optuna_samplers", "gp", "optuna"),
    "optuna-tpe": Peer("optuna_samplers", "tpe", "optuna"),
    "optuna-tpe-default": Peer("optuna_samplers", "tpe_default", "optuna"),
    "optuna-random": Peer("optuna_samplers", "random", "optuna"),
    "optuna-auto": Peer("optuna_samplers", "auto", "optuna"),
    "keras-tuner": Peer("keras_tuner_oracle", "bayesian_optimization", "keras-tuner"),
    "botorch": Peer("botorch_log_ei", "log_ei", "botorch"),
    "hebo": Peer("hebo_optimizer", "hebo", "HEBO", environment="hebo"),
    "smac": Peer("smac_facade", "random_forest", "smac"),
    "ax": Peer("ax_client", "client", "ax-platform"),
    "scikit-optimize": Peer("skopt_optimizer", "gp_hedge", "scikit-optimize"),
    "hyperopt": Peer("hyperopt_tpe", "tree_parzen", "hyperopt"),
}


def start_system(name: str, run: Run) -> tuple[System, str]:
    """Returns the system and its version; raises ImportError if it is not installed."""
    peer = SYSTEMS[name]
    create: Any = getattr(import_module(f"systems.{peer.module}"), peer.factory)
    return create(run), version(peer.distribution)
