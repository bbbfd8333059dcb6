"""SMAC3 (Lindauer et al. 2022): a random forest and log expected improvement, on a ConfigSpace with conditions.

The facade for hyperparameter optimisation, refitted after each trial instead of after eight. Failed trials are CRASHED
with the worst cost.
"""

from __future__ import annotations

import math
import tempfile

from ConfigSpace import Categorical, ConfigurationSpace, Float, InCondition, Integer
from smac import HyperparameterOptimizationFacade, Scenario
from smac.runhistory import StatusType, TrialInfo, TrialValue

from parameters import Parameter, Params, Run
from worst_value import WorstValue


def random_forest(run: Run) -> Smac:
    return Smac(run)


class Smac:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._folder = tempfile.TemporaryDirectory(prefix="smac-")
        scenario = Scenario(
            _space(run),
            deterministic=True,
            n_trials=run.trials,
            # SMAC's seeds are signed.
            seed=run.seed % 2**31,
            output_directory=self._folder.name,
        )
        facade = HyperparameterOptimizationFacade
        self._facade = facade(
            scenario,
            _objective,
            config_selector=facade.get_config_selector(scenario, retrain_after=1),
            logging_level=False,
            overwrite=True,
        )
        self._trials: list[TrialInfo] = []
        self._worst = WorstValue()
        self._waiting: list[int] = []

    def ask(self) -> tuple[int, Params]:
        trial = self._facade.ask()
        self._trials.append(trial)
        return len(self._trials) - 1, self._run.decode(dict(trial.config))

    def tell(self, number: int, value: float | None) -> None:
        self._worst.include(value)
        if value is not None:
            self._facade.tell(self._trials[number], TrialValue(cost=value, status=StatusType.SUCCESS))
        else:
            self._waiting.append(number)
        # Failures are told once a worst value is known.
        worst = self._worst.of(None)
        while worst is not None and self._waiting:
            failed = self._trials[self._waiting.pop()]
            self._facade.tell(failed, TrialValue(cost=worst, status=StatusType.CRASHED))


def _objective(config: object, seed: int = 0) -> float:
    """The objective that the facade requires but never calls, since trials are asked and told."""
    return math.nan


def _space(run: Run) -> ConfigurationSpace:
    space = ConfigurationSpace(seed=run.seed % 2**31)
    for parameter in run.parameters:
        space.add(_hyperparameter(parameter))
    for parameter in run.parameters:
        if parameter.when is not None:
            parent = run.parameter(parameter.when.parent)
            labels = [parent.label(value) for value in parameter.when.values]
            space.add(InCondition(space[parameter.name], space[parent.name], labels))
    return space


def _hyperparameter(parameter: Parameter) -> object:
    if parameter.kind == "categorical":
        return Categorical(parameter.name, parameter.labels)
    create = Integer if parameter.kind == "int" else Float
    return create(parameter.name, (parameter.low, parameter.high), log=parameter.log)
