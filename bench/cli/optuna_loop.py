"""Tunes train.py with Optuna's own loop, as sweetspot run does: python optuna_loop.py TRIALS"""

import json
import subprocess
import sys
import time

started = time.perf_counter()
import optuna  # noqa: E402  The import is a part of what a person waits for.

optuna.logging.set_verbosity(optuna.logging.ERROR)
first = None


def objective(trial):
    global first
    lr = trial.suggest_float("lr", 0.001, 3, log=True)
    hidden = trial.suggest_int("hidden", 1, 8)
    command = [sys.executable, "train.py", "--lr", str(lr), "--hidden", str(hidden)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    value = json.loads([line for line in lines if line.startswith("{")][-1])["val_acc"]
    first = first or time.perf_counter() - started
    return value


study = optuna.create_study(study_name="train", storage="sqlite:///optuna.db", direction="maximize")
study.optimize(objective, n_trials=int(sys.argv[1]))
print(json.dumps({"first": first, "total": time.perf_counter() - started}))
