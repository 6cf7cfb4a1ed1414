"""The list of all codes with which a request is refused, as a page for those who build on Kith."""

from typing import Final

from kith_contracts.titles import BY_ROOM

INTRODUCTION: Final = """# Why a request is refused

For developers of an organisation's own systems. `kith contracts export` writes this page.

A request that is refused changes nothing. Over HTTP the answer is a problem document (RFC 9457), over Kafka it is a
fact whose name ends in `Refused`. Both have a `code`, a `field` and a list `errors` of all that is wrong, in the
order of the fields. Each error has its own `field`, `code` and `sentence`. The field is a path into the request such
as `terms.seats.0.pool`, or `*` where it is no single one.

- `title` is the same for each problem of a code, and stands below. `detail` says what is wrong with this request.
- `instance` names the request. For a command it is the address where its outcome can be asked for. For any other
  request it is a UUID, which the operator of the node finds in the log if the fault is the node's.
- A fault that makes others meaningless, such as an unknown event, is told alone. At most 50 are told.
- Where fields are not as the contract says, the code is `invalid-field` (HTTP) or `invalid-data` (Kafka). The codes
  in `errors` are then those of [pydantic](https://docs.pydantic.dev/latest/errors/validation_errors/), with hyphens:
  `missing`, `string-too-long`, `greater-than`.

Codes are stable. New ones may come: treat a code that you do not know by the status of the answer.
"""


def page() -> str:
    """As Markdown: one table for each room."""
    tables = []
    for about, titles in BY_ROOM.items():
        rows = "\n".join(f"| `{code}` | {title} |" for code, title in sorted(titles.items()))
        tables.append(f"## {about}\n\n| code | title |\n| --- | --- |\n{rows}\n")
    return "\n".join([INTRODUCTION, *tables])
