"""Opens a table with pandas, Polars, DuckDB and pyarrow, and prints what each of them sees.

    tables.py cells FILE.csv FILE.parquet    every cell, reader by reader
    tables.py about FILE.parquet             what the file says of itself
    tables.py sums FILE.parquet COLUMN       how many rows there are, and the sum of a column of seconds in microseconds
"""

import json
import sys
from datetime import date, datetime, time, timezone

import duckdb
import pandas
import polars
import pyarrow.parquet


def plain(value):
    """A cell as JSON has it; instants in UTC, what no clock is said of as it is."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.isoformat()
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.item() if hasattr(value, "item") else value


def rows_of(records):
    """The cells that are not empty."""
    return [{name: plain(value) for name, value in row.items() if not pandas.isna(value)} for row in records]


def fetched(relation):
    return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


def cells(csv, parquet):
    print(json.dumps({
        "pandas, CSV": rows_of(pandas.read_csv(csv).to_dict("records")),
        "pandas, Parquet": rows_of(pandas.read_parquet(parquet).to_dict("records")),
        "Polars, CSV": rows_of(polars.read_csv(csv, try_parse_dates=True, infer_schema_length=None).to_dicts()),
        "Polars, Parquet": rows_of(polars.read_parquet(parquet).to_dicts()),
        "DuckDB, CSV": rows_of(fetched(duckdb.sql(f"from read_csv('{csv}', sample_size = -1)"))),
        "DuckDB, Parquet": rows_of(fetched(duckdb.sql(f"from '{parquet}'"))),
    }))


def about(parquet):
    schema = pyarrow.parquet.read_schema(parquet)
    said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    types = {name: str(schema.field(name).type) for name in schema.names}
    print(json.dumps({"metadata": said, "types": types, "names": schema.names}))


def sums(parquet, column):
    micros = "sum(round(\"{}\" * 1000000)::hugeint)".format(column)
    [(counted, summed)] = duckdb.sql(f"select count(*), {micros} from '{parquet}'").fetchall()
    table = pandas.read_parquet(parquet)
    frame = polars.read_parquet(parquet)
    print(json.dumps({
        "DuckDB": [counted, int(summed)],
        "pandas": [len(table), int((table[column] * 1e6).round().astype("int64").sum())],
        "Polars": [len(frame), int((frame[column] * 1e6).round().cast(polars.Int64).sum())],
    }))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
