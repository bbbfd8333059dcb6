"""Prints the types, rows and metadata of a Parquet file as pyarrow reads it: python read_parquet.py FILE."""

import json
import sys

import pyarrow.parquet as pq

table = pq.read_table(sys.argv[1])
print(
    json.dumps(
        {
            "types": {field.name: str(field.type) for field in table.schema},
            "columns": table.to_pydict(),
            "study": json.loads(table.schema.metadata[b"sweetspot"])["study"],
        }
    )
)
