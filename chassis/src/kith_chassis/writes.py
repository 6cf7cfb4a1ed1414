"""How a state is written: on the revision that was decided on, or unconditionally where another state guards it."""

from typing import Any

from pymongo import InsertOne, ReplaceOne


def state_writes(documents: list[tuple[dict[str, Any], bool]]) -> list[Any]:
    """One write for each document; the flag says whether it is written whatever is there. New ones are first: so the
    database gets all of a kind together, also in order.
    """
    writes = [_state_write(document, whatever) for document, whatever in documents]
    return sorted(writes, key=lambda each: isinstance(each, ReplaceOne))


def _state_write(document: dict[str, Any], whatever: bool) -> Any:
    if whatever:
        return ReplaceOne({"_id": document["_id"]}, document, upsert=True)
    if document["revision"] == 1:
        return InsertOne(document)
    return ReplaceOne({"_id": document["_id"], "revision": document["revision"] - 1}, document)
