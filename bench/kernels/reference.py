"""The work of kernels/measure.ts in NumPy and SciPy: prints the best time of each, in milliseconds, as JSON.

Usage: reference.py DIMENSIONS N [N ...], with OPENBLAS_NUM_THREADS=1 for a comparison on one thread.
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy.linalg import lapack, solve_triangular
from scipy.spatial.distance import cdist

POINTS = 2500
SECONDS_EACH = 0.5
SECONDS_AT_ONCE = 0.1
SIGNAL, LINEAR, NOISE = 1.0, 0.05, 0.01


def time_of(run, runs):
    before = time.thread_time()
    for _ in range(runs):
        run()
    return time.thread_time() - before


def best_of(run):
    runs = 1
    while time_of(run, runs) < SECONDS_AT_ONCE:
        runs *= 2
    best, spent = float("inf"), 0.0
    while spent < SECONDS_EACH:
        elapsed = time_of(run, runs)
        spent += elapsed
        best = min(best, elapsed / runs)
    return best * 1000


def cross(a, b, lengths):
    """s Matérn-5/2 + v linear, and, for the gradient, (1 + u) exp(-u) and the linear part."""
    u2 = 5 * cdist(a / lengths, b / lengths, "sqeuclidean")
    u = np.sqrt(u2)
    decay = np.exp(-u)
    slopes = (1 + u) * decay
    linear = LINEAR * ((a - 0.5) @ (b - 0.5).T)
    return SIGNAL * (slopes + u2 / 3 * decay) + linear, slopes, linear


def covariance(x, lengths):
    k, slopes, linear = cross(x, x, lengths)
    k[np.diag_indices_from(k)] += NOISE
    return k, slopes, linear


def likelihood(x, y, lengths):
    k, _, _ = covariance(x, lengths)
    lower, _ = lapack.dpotrf(k, lower=1, overwrite_a=1)
    z = solve_triangular(lower, y, lower=True, check_finite=False)
    return 0.5 * (z @ z) + np.log(np.diag(lower)).sum()


def likelihood_and_gradient(x, y, lengths):
    k, slopes, linear = covariance(x, lengths)
    lower, _ = lapack.dpotrf(k, lower=1)
    z = solve_triangular(lower, y, lower=True, check_finite=False)
    alpha = solve_triangular(lower, z, lower=True, trans=1, check_finite=False)
    w, _ = lapack.dpotri(lower, lower=1, overwrite_c=1)
    w = np.tril(w) + np.tril(w, -1).T
    w -= np.outer(alpha, alpha)
    pull = w * slopes
    # sum P (x_i - x_j)^2 = 2 (sum p x^2 - x' P x), in one matrix product for all dimensions.
    by_length = 5 / 3 * SIGNAL * (pull.sum(1) @ (x * x) - np.einsum("ij,ij->j", x, pull @ x)) / lengths**2
    trace = np.trace(w)
    by_linear = 0.5 * np.vdot(w, linear)
    by_signal = 0.5 * np.vdot(w, k) - by_linear - 0.5 * NOISE * trace
    value = 0.5 * (z @ z) + np.log(np.diag(lower)).sum()
    return value, by_length, by_signal, by_linear, 0.5 * NOISE * trace


def posterior(x, alpha, lower, points, lengths):
    k, _, _ = cross(x, points, lengths)
    v = solve_triangular(lower, k, lower=True, check_finite=False, overwrite_b=True)
    prior = SIGNAL + LINEAR * ((points - 0.5) ** 2).sum(1)
    return k.T @ alpha, prior - np.einsum("ij,ij->j", v, v)


def measure(n, d):
    rng = np.random.default_rng(n)
    x, y, points = rng.random((n, d)), rng.standard_normal(n), rng.random((POINTS, d))
    lengths = np.ones(d)
    k = np.asfortranarray(covariance(x, lengths)[0])
    lower, _ = lapack.dpotrf(k, lower=1)
    lower = np.asfortranarray(np.tril(lower))
    return {
        "cholesky": best_of(lambda: lapack.dpotrf(k, lower=1, clean=0)),
        "inverse of the factor": best_of(lambda: lapack.dtrtri(lower, lower=1)),
        "likelihood": best_of(lambda: likelihood(x, y, lengths)),
        "likelihood and gradient": best_of(lambda: likelihood_and_gradient(x, y, lengths)),
        "posterior": best_of(lambda: posterior(x, y, lower, points, lengths)),
    }


if __name__ == "__main__":
    dimensions, *sizes = (int(argument) for argument in sys.argv[1:])
    print(json.dumps({
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
        "sizes": {n: measure(n, dimensions) for n in sizes},
    }))
