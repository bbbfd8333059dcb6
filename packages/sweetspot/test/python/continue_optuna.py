"""Continues a study in a file for ten trials: python continue_optuna.py STORAGE STUDY. Prints the number of trials."""

import sys
import warnings

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
address, name = sys.argv[1:]
storage = address if "://" in address else JournalStorage(JournalFileBackend(address))
study = optuna.load_study(study_name=name, storage=storage, sampler=optuna.samplers.TPESampler(seed=0, n_startup_trials=1))
study.optimize(lambda trial: trial.suggest_float("x", 0, 1) + trial.suggest_int("n", 1, 9), n_trials=10)
print(len(study.trials))
