"""The rule of each header, as the AsyncAPI document states it."""

import re
from typing import Any, Final

from kith_contracts.headers import FORMS, SOURCE
from kith_contracts.message import DataClass

Json = dict[str, Any]


def _shaped(name: str, description: str, form: re.Pattern[str] | None = None) -> Json:
    return {"type": "string", "pattern": f"^{(form or FORMS[name]).pattern}$", "description": description}


RULES: Final[Json] = {
    "ce_specversion": {"type": "string", "const": "1.0", "description": "Always `1.0`."},
    "ce_id": _shaped("ce_id", "The same id of the same source twice takes effect once."),
    "ce_source": _shaped(
        "ce_source",
        "Who speaks, after `urn:kith:source:`: `bcs/directory` a service, `bcs/systems/crm` a system of that body.",
        SOURCE,
    ),
    "ce_type": _shaped("ce_type", "Reverse DNS, with the major version."),
    "ce_subject": {"type": "string", "description": "The entity. Where it is given, it is the key of the record."},
    "ce_time": _shaped("ce_time", "When it was made, as RFC 3339 writes a time. Nothing is decided by it.")
    | {"format": "date-time"},
    "ce_partitionkey": {
        "type": "string",
        "description": "CloudEvents partitioning. Where it is given, it is the key of the record.",
    },
    "ce_correlationid": _shaped("ce_correlationid", "The id of the command that this goes back to."),
    "ce_dataschema": _shaped("ce_dataschema", "The `$id` of the schema of the content. Nothing is decided by it."),
    "ce_dataclassification": {
        "enum": [*DataClass],
        "description": "How far the content may travel, for those who filter: the strictest class of its fields. "
        "Nothing is decided by it.",
    },
    "content-type": {
        "type": "string",
        "description": "`application/json`, in letters of any case; `charset` may be given, and is UTF-8 then. "
        "Where there is none, the content is JSON. Structured mode (`application/cloudevents+json`) is refused.",
    },
    "kith-stream": _shaped("kith-stream", "The sequence in which a service numbers its messages; no system has one."),
    "kith-number": _shaped("kith-number", "The place in it; it rises."),
    "kith-mark": {
        "type": "string",
        "description": "By which a node knows its own commands. A system sends none, and no `kith-stream`.",
    },
    "kith-person": _shaped("kith-person", "Whose key opens `sealed`; absent in a clear message."),
}
HEADERS: Final[Json] = {
    "type": "object",
    "description": "CloudEvents 1.0.2 in the binary mode of its Kafka binding. `content-type` and all names that begin "
    "with `ce_` or `kith-` decide: their values are UTF-8, none is twice, each is as said here; else the record is "
    "refused. A header without a value says nothing. All other headers are left to whoever sent them: they "
    "may be there twice, and in bytes that are no text.",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type"],
    "properties": RULES,
}
