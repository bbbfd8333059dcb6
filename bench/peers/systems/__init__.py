"""The peers by name: one line each says where the system is, and whose version it is known by."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Peer:
    module: str
    """Of this package."""
    factory: str
    """A function in it: Run → System."""
    distribution: str
    """The Python package that has the version."""
    environment: str | None = None
    """The environment of its own, where it does not get on with the others: see requirements-*.txt."""


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
    """The system and its version; raises ImportError where it is not installed."""
    peer = SYSTEMS[name]
    create: Any = getattr(import_module(f"systems.{peer.module}"), peer.factory)
    return create(run), version(peer.distribution)
