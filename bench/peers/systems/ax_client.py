"""Ax (Bakshy et al. 2018) by its Client with its defaults: center, Sobol, then BoTorch with Ax's choices for the space.

Conditional parameters are dependent parameters of Ax's hierarchical search spaces. These are trees, so a parameter that
depends on several choices is always active in Ax, and its value is ignored if it is inactive. Failed trials are marked
failed.
"""

from __future__ import annotations

import logging
import warnings

from ax.api.client import Client
from ax.api.configs import ChoiceParameterConfig, RangeParameterConfig

from parameters import Parameter, Params, Run

logging.getLogger("ax").setLevel(logging.ERROR)
warnings.filterwarnings("ignore")

METRIC = "value"


def client(run: Run) -> AxClient:
    return AxClient(run)


class AxClient:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._client = Client(random_seed=run.seed % 2**31)
        self._client.configure_experiment([_config(run, parameter) for parameter in run.parameters])
        self._client.configure_optimization(objective=f"-{METRIC}")
        self._client.configure_generation_strategy(initialization_random_seed=run.seed % 2**31)

    def ask(self) -> tuple[int, Params]:
        ((number, values),) = self._client.get_next_trials(1).items()
        return number, self._run.decode(values)

    def tell(self, number: int, value: float | None) -> None:
        if value is None:
            self._client.mark_trial_failed(number)
        else:
            self._client.complete_trial(number, {METRIC: value})


def _config(run: Run, parameter: Parameter) -> RangeParameterConfig | ChoiceParameterConfig:
    if parameter.kind != "categorical":
        scaling = "log" if parameter.log else "linear"
        return RangeParameterConfig(parameter.name, (parameter.low, parameter.high), parameter.kind, scaling=scaling)
    children = [child for child in run.parameters if child.when is not None and child.when.parent == parameter.name]
    dependents = {
        parameter.label(choice): names
        for choice in parameter.choices
        if (names := [child.name for child in children if child.when.values == (choice,)])
    }
    return ChoiceParameterConfig(
        parameter.name, parameter.labels, "str", is_ordered=False, dependent_parameters=dependents or None
    )
