"""The columns of the tables a build reads and makes: name -> type of Ibis."""

from typing import Final

VALUE: Final = "v_{}"  # of an item, by its id
FOOT = {"subject": "string", "batch": "int64", "recency": "int64", "loaded": "int64", "filter": "string"}
RULING = {"subject": "string", "item": "int64", "source": "int64", "value": "string", "wins": "boolean"}
CELL = {
    "subject": "string",
    "item": "int64",
    "source": "int64",
    "rank": "int64",
    "recency": "int64",
    "batch": "int64",
    "loaded": "int64",
    "value": "string",
    "standing": "int64",
}
