"""BoTorch (Balandat et al. 2020) as in its tutorials: a single-task Gaussian process and qLogEI (Ament et al. 2023).

Numbers are in the unit cube, categories one-hot; integers and categories are searched by alternating steps. Running
trials are pending points. Inactive parameters are at their midpoint, failed trials at the worst value.
The first max(5, d + 1) trials are scrambled Sobol points.
"""

from __future__ import annotations

import warnings
from functools import partial

import torch
from botorch.acquisition.logei import qLogExpectedImprovement
from botorch.exceptions.warnings import BotorchWarning
from botorch.fit import fit_gpytorch_mll
from botorch.models import SingleTaskGP
from botorch.models.transforms.input import NumericToCategoricalEncoding
from botorch.optim import optimize_acqf, optimize_acqf_mixed_alternating
from gpytorch.mlls import ExactMarginalLogLikelihood
from linear_operator.utils.warnings import NumericalWarning
from torch.nn.functional import one_hot

from parameters import Params, Run
from unit_cube import UnitCube
from worst_value import WorstValue

warnings.filterwarnings("ignore", category=BotorchWarning)
warnings.filterwarnings("ignore", category=NumericalWarning)

RESTARTS = 10
RAW_SAMPLES = 512


def log_ei(run: Run) -> BoTorch:
    return BoTorch(run)


class BoTorch:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._cube = UnitCube(run)
        torch.manual_seed(run.seed)
        self._sobol = torch.quasirandom.SobolEngine(len(run.parameters), scramble=True, seed=run.seed32)
        self._initial = max(5, len(run.parameters) + 1)
        self._asked: list[Params] = []
        self._values: dict[int, float | None] = {}
        self._worst = WorstValue()

    def ask(self) -> tuple[int, Params]:
        number = len(self._asked)
        known = {n: v for n in self._values if (v := self._worst.of(self._values[n])) is not None}
        explores = number < self._initial or len(known) < 2
        point = self._sobol.draw(1, dtype=torch.double)[0] if explores else self._propose(known)
        params = self._run.active(self._cube.decode(point.tolist(), sampled=explores))
        self._asked.append(params)
        return number, params

    def tell(self, number: int, value: float | None) -> None:
        self._values[number] = value
        self._worst.include(value)

    def _propose(self, known: dict[int, float]) -> torch.Tensor:
        x = self._points(list(known))
        # BoTorch maximises.
        y = -torch.tensor(list(known.values()), dtype=torch.double).unsqueeze(-1)
        categorical = self._cube.categorical
        model = SingleTaskGP(x, y, input_transform=self._one_hot())
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        running = [number for number in range(len(self._asked)) if number not in self._values]
        pending = self._points(running) if running else None
        acquisition = qLogExpectedImprovement(model, best_f=y.max(), X_pending=pending)
        bounds = torch.tensor(self._cube.bounds, dtype=torch.double).T
        if not categorical and not self._cube.discrete:
            found, _ = optimize_acqf(acquisition, bounds, q=1, num_restarts=RESTARTS, raw_samples=RAW_SAMPLES)
        else:
            found, _ = optimize_acqf_mixed_alternating(
                acquisition,
                bounds,
                discrete_dims=self._cube.discrete,
                cat_dims=categorical,
                num_restarts=RESTARTS,
                raw_samples=RAW_SAMPLES,
            )
        return found[0]

    def _one_hot(self) -> NumericToCategoricalEncoding | None:
        """The encoding of categories in the model; fits of MixedSingleTaskGP took nine times as long."""
        sizes = {dimension: len(values) for dimension, values in self._cube.categorical.items()}
        if not sizes:
            return None
        encoders = {dimension: partial(one_hot, num_classes=size) for dimension, size in sizes.items()}
        return NumericToCategoricalEncoding(len(self._run.parameters), sizes, encoders)

    def _points(self, numbers: list[int]) -> torch.Tensor:
        rows = [self._cube.encode(self._run.complete(self._asked[number])) for number in numbers]
        return torch.tensor(rows, dtype=torch.double)
