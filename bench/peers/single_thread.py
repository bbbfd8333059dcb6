"""One thread for numerics, so that every system is measured on one core."""

import os
import sys

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def limit_threads() -> None:
    """Before numpy and torch are imported: they read these while they are."""
    for variable in VARIABLES:
        os.environ[variable] = "1"


def limit_torch() -> None:
    """After the system is imported, whether or not it brought torch along."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
