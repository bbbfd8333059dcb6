"""One thread for numerics, so that every system is measured on one core."""

import os
import sys

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def limit_threads() -> None:
    """Call before numpy and torch are imported, which then read these variables."""
    for variable in VARIABLES:
        os.environ[variable] = "1"


def limit_torch() -> None:
    """Call after the system is imported, whether or not it has imported torch."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
