"""KerasTuner's BayesianOptimizationOracle (O'Malley et al. 2019): Matérn 5/2 and a lower confidence bound.

The oracle needs Keras, but neither TensorFlow nor a model: Keras runs on torch here. It writes each trial to a folder, as
for any user. By default it aborts after three failures in a row; here it continues, without the failed trials in its
model.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack

os.environ["KERAS_BACKEND"] = "torch"

import keras_tuner  # noqa: E402
from keras_tuner.engine.trial import Trial  # noqa: E402
from keras_tuner.oracles import BayesianOptimizationOracle  # noqa: E402

from parameters import Parameter, Params, Run  # noqa: E402

OBJECTIVE = "value"


def bayesian_optimization(run: Run) -> KerasTunerOracle:
    return KerasTunerOracle(run)


class KerasTunerOracle:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._folder = tempfile.TemporaryDirectory(prefix="keras-tuner-")
        self._oracle = BayesianOptimizationOracle(
            objective=keras_tuner.Objective(OBJECTIVE, "min"),
            max_trials=run.trials,
            num_initial_points=run.initial,
            # KerasTuner treats a seed of 0 as missing.
            seed=run.seed32 or 2**32 - 1,
            hyperparameters=_hyperparameters(run),
            max_consecutive_failed_trials=run.trials + 1,
        )
        self._oracle.verbose = 0
        self._oracle._set_project_dir(self._folder.name, "run")
        self._running: dict[int, object] = {}

    def ask(self) -> tuple[int, Params]:
        number = len(self._oracle.trials)
        trial = self._oracle.create_trial(f"worker-{number}")
        if trial.status != "RUNNING":
            raise RuntimeError("the oracle stopped: it found no values that were not tried")
        self._running[number] = trial
        values = trial.hyperparameters.values
        return number, self._run.decode(values)

    def tell(self, number: int, value: float | None) -> None:
        trial = self._running.pop(number)
        if value is None:
            trial.status = "FAILED"
        else:
            self._oracle.update_trial(trial.trial_id, {OBJECTIVE: value})
            trial.status = "COMPLETED"
        self._oracle.end_trial(trial)

    def add(self, params: Params, value: float) -> None:
        """Adds a finished trial that was not asked for; only for spaces without conditions."""
        hyperparameters = self._oracle.hyperparameters.copy()
        hyperparameters.values = {
            p.name: p.label(params[p.name]) if p.kind == "categorical" else params[p.name] for p in self._run.parameters
        }
        trial = Trial(hyperparameters, trial_id=f"added-{len(self._oracle.trials)}", status="COMPLETED")
        trial.score = value
        self._oracle.trials[trial.trial_id] = trial


def _hyperparameters(run: Run) -> keras_tuner.HyperParameters:
    hyperparameters = keras_tuner.HyperParameters()
    for parameter in run.parameters:
        with _scope(hyperparameters, run, parameter):
            _register(hyperparameters, parameter)
    return hyperparameters


def _scope(hyperparameters: keras_tuner.HyperParameters, run: Run, parameter: Parameter) -> ExitStack:
    """A context in which registered parameters have the condition of `parameter`, inside those of its parents."""
    scope = ExitStack()
    if parameter.when is not None:
        parent = run.parameter(parameter.when.parent)
        scope.enter_context(_scope(hyperparameters, run, parent))
        labels = [parent.label(value) for value in parameter.when.values]
        scope.enter_context(hyperparameters.conditional_scope(parent.name, labels))
    return scope


def _register(hyperparameters: keras_tuner.HyperParameters, parameter: Parameter) -> None:
    if parameter.kind == "categorical":
        hyperparameters.Choice(parameter.name, parameter.labels)
        return
    register = hyperparameters.Int if parameter.kind == "int" else hyperparameters.Float
    sampling = "log" if parameter.log else "linear"
    register(parameter.name, parameter.low, parameter.high, sampling=sampling)
