"""A message as systems send and read it over HTTP: CloudEvents 1.0.2 in structured mode."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints

from kith_contracts.descriptions import Described
from kith_contracts.words import MessageId

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
MOST: Final = 100
"""Events of one batch."""

Visible = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]+$")]


class CloudEvent(Described):
    """A message with its envelope (CloudEvents 1.0.2, JSON format). Other attributes may stand beside these."""

    specversion: Literal["1.0"]
    """Version of CloudEvents."""
    id: MessageId
    """Id of the message, new for each: the same id of the same source takes effect once."""
    source: str = Field(max_length=200)
    """Who says this: `urn:kith:source:bcs/systems/crm`, a system of the organisation, or one of its services."""
    type: Visible
    """Type of the message, `org.kith.directory.charter-network.v1`."""
    time: str | None = Field(default=None, max_length=40)
    """When its sender made it (RFC 3339)."""
    subject: str | None = Field(default=None, max_length=1000)
    """Key of the message: what it is about. If it is sent, it must be the key that follows from the content."""
    datacontenttype: str | None = Field(default=None, max_length=100)
    """`application/json`, or left out."""
    dataschema: str | None = Field(default=None, max_length=500)
    """Name of the schema of the content, `urn:kith:schema:directory.charter-network.v1`."""
    correlationid: str | None = Field(default=None, max_length=128)
    """Id of the message that this one follows from: of the command, in what is told of its outcome."""
    sequence: str | None = Field(default=None, max_length=40)
    """Number of a fact in the journal of the node that tells it; texts are in the order of the numbers."""
    data: dict[str, Any]
    """The content, as the contract of the type says."""
