"""What became of a request: the outcome of a command, or a problem."""

from typing import Literal

from pydantic import Field

from kith_contracts.descriptions import Described
from kith_contracts.message import MOST_FAULTS, Fault


class CommandOutcome(Described):
    """What became of a command: `done`, and all pages of this node show it; or `accepted`, sent: ask again."""

    id: str
    """Id of the command, by which its sender can ask again."""
    status: Literal["done", "accepted"]
    """`done`: it took effect. `accepted`: it was sent, and the outcome is not known yet."""
    ask: str
    """Path at which the outcome can be asked for."""


class Problem(Described):
    """A problem document (RFC 9457), with the stable `code`, the `field` concerned, and all `errors` of the request."""

    type: str
    """`urn:kith:problem:` and the code."""
    title: str
    """The same for each problem of this code."""
    status: int
    """The status of the answer."""
    detail: str
    """What is wrong with this request and what to do, for people."""
    instance: str
    """The request: where its outcome can be asked for, if it sent a command; else an id of its own."""
    code: str
    """Stable, for programs."""
    field: str = Field(min_length=1)
    """Where it is, `terms.seats.0.pool`; `*` where it is no single one."""
    errors: list[Fault] = Field(min_length=1, max_length=MOST_FAULTS)
    """All that is wrong, in the order of the fields. The first is also told above, unless fields are not as the
    contract says: then `code` above is `invalid-field`."""
