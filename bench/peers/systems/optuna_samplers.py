"""Optuna (Akiba et al. 2019) by ask and tell, with its own samplers.

Conditional parameters are suggested one by one, as in an objective: the parent first, then its active children.
Failed trials are told as FAIL, which Optuna's samplers exclude from their models.
"""

from __future__ import annotations

import warnings

import optuna

from parameters import Parameter, Params, Run

optuna.logging.set_verbosity(optuna.logging.ERROR)
# `group` is experimental, but the documentation recommends it for conditional spaces.
warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)


def gp(run: Run) -> OptunaStudy:
    """Matérn 5/2 with log expected improvement, in its batch form if trials are running."""
    return OptunaStudy(run, optuna.samplers.GPSampler(seed=run.seed32, warn_independent_sampling=False))


def tpe(run: Run) -> OptunaStudy:
    """The strongest common settings: multivariate in groups of parameters that occur together, with constant liar."""
    sampler = optuna.samplers.TPESampler(
        seed=run.seed32, multivariate=True, group=True, constant_liar=run.parallel > 1
    )
    return OptunaStudy(run, sampler)


def tpe_default(run: Run) -> OptunaStudy:
    return OptunaStudy(run, optuna.samplers.TPESampler(seed=run.seed32))


def random(run: Run) -> OptunaStudy:
    return OptunaStudy(run, optuna.samplers.RandomSampler(seed=run.seed32))


def auto(run: Run) -> OptunaStudy:
    """OptunaHub's AutoSampler, downloaded at the first use; raises ImportError if that fails."""
    import optunahub

    try:
        package = optunahub.load_module("samplers/auto_sampler")
    except Exception as error:
        raise ImportError(f"OptunaHub's auto_sampler could not be fetched ({type(error).__name__})") from error
    return OptunaStudy(run, package.AutoSampler(seed=run.seed32))


class OptunaStudy:
    def __init__(self, run: Run, sampler: optuna.samplers.BaseSampler) -> None:
        self._run = run
        self._study = optuna.create_study(direction="minimize", sampler=sampler)

    def ask(self) -> tuple[int, Params]:
        trial = self._study.ask()
        params: Params = {}
        for parameter in self._run.parameters:
            if self._run.is_active(parameter, params):
                params[parameter.name] = _suggest(trial, parameter)
        return trial.number, params

    def tell(self, number: int, value: float | None) -> None:
        if value is None:
            self._study.tell(number, state=optuna.trial.TrialState.FAIL)
        else:
            self._study.tell(number, value)

    def add(self, params: Params, value: float) -> None:
        """Adds a finished trial that was not asked for; only for spaces without conditions."""
        distributions = {parameter.name: _distribution(parameter) for parameter in self._run.parameters}
        self._study.add_trial(optuna.trial.create_trial(params=params, distributions=distributions, value=value))


def _distribution(parameter: Parameter) -> optuna.distributions.BaseDistribution:
    if parameter.kind == "categorical":
        return optuna.distributions.CategoricalDistribution(parameter.choices)
    kinds = {"int": optuna.distributions.IntDistribution, "float": optuna.distributions.FloatDistribution}
    return kinds[parameter.kind](parameter.low, parameter.high, log=parameter.log)


def _suggest(trial: optuna.Trial, parameter: Parameter) -> object:
    if parameter.kind == "categorical":
        return trial.suggest_categorical(parameter.name, parameter.choices)
    suggest = trial.suggest_int if parameter.kind == "int" else trial.suggest_float
    return suggest(parameter.name, parameter.low, parameter.high, log=parameter.log)
