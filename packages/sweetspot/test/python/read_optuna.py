"""Prints what Optuna reads from a file, as JSON: python read_optuna.py STORAGE, a URL or the path of a journal file."""

import json
import sys
import warnings

import optuna
from optuna.distributions import distribution_to_json
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def open_storage(address: str):
    if "://" in address:
        return optuna.storages.RDBStorage(address)
    return JournalStorage(JournalFileBackend(address))


def trial_of(trial) -> dict:
    return {
        "number": trial.number,
        "state": trial.state.name,
        "values": trial.values,
        "params": trial.params,
        "distributions": {name: json.loads(distribution_to_json(each)) for name, each in trial.distributions.items()},
        "user_attrs": trial.user_attrs,
        "constraints": trial.constraints,
        "fixed_params": trial.system_attrs.get("fixed_params"),
        "intermediate_values": trial.intermediate_values,
        "start": trial.datetime_start and trial.datetime_start.isoformat(),
        "complete": trial.datetime_complete and trial.datetime_complete.isoformat(),
    }


def main() -> None:
    storage = open_storage(sys.argv[1])
    studies = {}
    for name in optuna.get_all_study_names(storage):
        study = optuna.load_study(study_name=name, storage=storage)
        studies[name] = {
            "directions": [direction.name for direction in study.directions],
            "metric_names": study.metric_names,
            "user_attrs": study.user_attrs,
            "trials": [trial_of(trial) for trial in study.trials],
        }
    print(json.dumps(studies))


main()
