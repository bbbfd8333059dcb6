"""Prints the runs of an experiment as MLflow's client reads them: python read_mlflow.py URI EXPERIMENT."""

import json
import sys

from mlflow.tracking import MlflowClient

uri, name = sys.argv[1:]
client = MlflowClient(uri)
experiment = client.get_experiment_by_name(name)
runs = client.search_runs([experiment.experiment_id], max_results=1000)
print(
    json.dumps(
        [
            {
                "name": run.info.run_name,
                "status": run.info.status,
                "start": run.info.start_time,
                "end": run.info.end_time,
                "params": run.data.params,
                "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")},
                "metrics": run.data.metrics,
                "curves": {
                    key: sorted([metric.step, metric.value] for metric in client.get_metric_history(run.info.run_id, key))
                    for key in run.data.metrics
                    if key.startswith("steps/")
                },
            }
            for run in runs
        ]
    )
)
