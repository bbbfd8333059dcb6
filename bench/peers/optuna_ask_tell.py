"""Ask and tell with ten parameters in Optuna, by random search; prints medians and 95th percentiles in microseconds."""

import json
import os
import statistics
import tempfile
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def once(study):
    trial = study.ask()
    trial.suggest_float("a", -5, 10)
    trial.suggest_float("b", 1e-5, 1e-1, log=True)
    trial.suggest_float("c", 0, 1, step=0.05)
    trial.suggest_float("d", 0, 1)
    trial.suggest_int("e", 1, 100)
    trial.suggest_int("f", 16, 1024, log=True)
    trial.suggest_int("g", 0, 10)
    trial.suggest_categorical("h", ["adam", "sgd", "rmsprop"])
    trial.suggest_categorical("i", [True, False])
    trial.suggest_float("j", -1, 1)
    study.tell(trial, 1.0)


def measure(storage, count):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1), storage=storage)
    for _ in range(5):
        once(study)
    durations = []
    for _ in range(count):
        began = time.perf_counter()
        once(study)
        durations.append((time.perf_counter() - began) * 1e6)
    durations.sort()
    return {"median": statistics.median(durations), "p95": durations[int(0.95 * len(durations))]}


with tempfile.TemporaryDirectory() as folder:
    result = {
        "version": optuna.__version__,
        "memory": measure(None, 1000),
        "sqlite": measure("sqlite:///" + os.path.join(folder, "study.db"), 40),
    }
print(json.dumps(result))
