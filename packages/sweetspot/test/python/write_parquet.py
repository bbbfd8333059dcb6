"""Writes a table of trials with pyarrow: python write_parquet.py FILE."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq

pq.write_table(
    pa.table(
        {
            "params.rate": pa.array([0.1, 0.2, None], pa.float64()),
            "params.layers": pa.array([1, 2, 3], pa.int32()),
            "params.kind": pa.array(["a", "ü", "b"]).dictionary_encode(),
            "params.flag": pa.array([True, False, True]),
            "params.shape": pa.array([[1, 2], [3], []], pa.list_(pa.int64())),
            "values.loss": pa.array([0.5, float("nan"), None], pa.float32()),
            "state": ["completed", "failed", "failed"],
            "reason": [None, "not-finite", "error"],
            "finishedAt": pa.array([1_700_000_000_000] * 3, pa.timestamp("ms")),
        }
    ),
    sys.argv[1],
    compression="snappy",
)
