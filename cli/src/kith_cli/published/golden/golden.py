"""What golden messages are made of: the record of a message, and the people of the story that they tell."""

import hashlib
from typing import Any, Final, NamedTuple

from kith_contracts.headers import source_of
from kith_contracts.message import WHOLE, Message, Refused
from kith_contracts.rules import strictest_class
from kith_contracts.topics import Channel

BCS: Final = "BCS, The Chartered Institute for IT"
ABOUT: Final = "The professional body for computing in the United Kingdom."
PERSON: Final = "p-0123456789"
PSEUDONYM: Final = "mfrggzdfmztwq2lknnwg23tpob"
REGISTRATION: Final = "nbswy3dpeb3w64tmmqxhi2dfor"
CODES: Final = ("mfrggzdfmztwq2lk", "nnwg23tpobyxe43u", "ov3ho6dzpiydcmrt", "gq2tmnzyhfagcytd")
KEY: Final = "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"
"""The public half of an event's key: that of Alice in RFC 7748, section 6.1."""
STOCK: Final = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
DELIVERY: Final = "c0ffee0042a1b2c3d4e5f60718293a4b"
TIME: Final = "2026-11-23T09:30:00Z"


class Golden(NamedTuple):
    """A message, whose topic it travels on, who sends it, and the command that it follows from."""

    message: Message
    body: str
    source: str
    cause: type[Message] | None = None

    def record(self) -> dict[str, Any]:
        """Topic, key, headers and data, in the binary mode of the Kafka binding of CloudEvents 1.0.2."""
        contract, key = self.message.contract, self.message.key
        headers = {
            "ce_specversion": "1.0",
            "ce_type": contract.type,
            "ce_source": source_of(*self.source.split("/", 1)),
            "ce_dataschema": contract.schema,
            "ce_dataclassification": strictest_class(type(self.message)),
            "content-type": "application/json",
            "ce_id": id_of(type(self.message)),
            "ce_subject": key,
            "ce_time": TIME,
            "ce_partitionkey": key,
        }
        if self.cause:  # decided by a service, which numbers what it says
            stream, number = digest(self.source)[:16], str(1 + int(digest(contract.type)[:3], 16))
            headers |= {"ce_id": f"{stream}.{number}", "kith-stream": stream, "kith-number": number}
            if contract.channel is not Channel.INBOX:  # two wishes of one command are not to be joined by a host
                headers["ce_correlationid"] = id_of(self.cause)
        data = self.message.model_dump(mode="json", exclude_unset=False)  # all that can be said
        return {"topic": contract.topic(self.body), "key": key, "headers": headers, "data": data}


def id_of(model: type[Message]) -> str:
    """The id of a sample that nobody decided: a UUIDv7 (RFC 9562) of the day of the story."""
    name = digest(model.contract.type)
    return f"01a207bd-a9c0-7{name[:3]}-8{name[3:6]}-{name[6:18]}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refused(model: type[Refused], command: type[Message], code: str, sentence: str, **more: str) -> Refused:
    fields = {"command": id_of(command), "type": command.contract.type, "code": code, "sentence": sentence}
    fault = {"field": more.get("field", WHOLE), "code": code, "sentence": sentence}
    return model(**fields, errors=[fault], **more)
