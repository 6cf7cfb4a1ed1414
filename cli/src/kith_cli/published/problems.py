"""The list of all codes with which a request is refused, as a page for those who build on Kith."""

from typing import Final

from kith_contracts.titles import BY_ROOM, TITLES

INTRODUCTION: Final = """# Why a request is refused

For developers of an organisation's own systems. `kith contracts export` writes this page.

A refused request changes nothing. Over HTTP the answer is a problem document (RFC 9457), over Kafka a fact whose name
ends in `Refused`. Both have `code`, `field`, and in `errors` all that is wrong, in the order of the fields (at most
50), each with `field`, `code` and `sentence`. A `field` is a path such as `terms.seats.0.pool`, or `*` where it is no
single one. A fault that makes others meaningless is told alone.

- `title` is that of the code, as below. `detail` is the sentence for this request.
- `instance` names the request: of a command, where to ask for its outcome; else a UUID that is in the node's log if
  the fault is the node's.
- Where fields break the contract, the code is `invalid-field` (HTTP) or `invalid-data` (Kafka), and those in `errors`
  are [pydantic's](https://docs.pydantic.dev/latest/errors/validation_errors/), with hyphens: `string-too-long`.

Codes are stable. New ones may come: treat an unknown one by the status of the answer.
"""


def page() -> str:
    """As Markdown: one list for each room, in columns."""
    width = max(map(len, TITLES))
    lists = []
    for about, titles in BY_ROOM.items():
        rows = "\n".join(f"{code:<{width}}  {title}" for code, title in sorted(titles.items()))
        lists.append(f"## {about}\n\n```text\n{rows}\n```\n")
    return "\n".join([INTRODUCTION, *lists])
