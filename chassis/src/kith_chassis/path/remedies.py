"""What is wrong with a parked record, and what to do about it, by the code of its reason."""

from typing import Final

from kith_chassis.path.inbox import FORGOTTEN
from kith_contracts.titles import TITLES, UNTITLED

OURS: Final = {
    "bug": "A fault of Kith: the record is good, and its decision failed",
    "bad-batch": "A batch of Kafka is damaged",
    "state": "What the node keeps of this cannot be read",
    FORGOTTEN: "It is about a person who was forgotten",
}
"""Titles of what is told to nobody but operators."""
REFUSED: Final = "the database refuses"
"""How the reason begins of what the database does not take."""
ANEW: Final = "Then send it again, with a new id: this id has its answer."
SIGNER: Final = "Ask the organisation whom it names. If it sent nothing, somebody has tried to forge a message."
MEND: Final = {
    "bad-batch": "Look at the disks of the brokers, and at the client that wrote the batch. Its sender sends it again.",
    "bad-header": f"Its sender sets the headers as docs/access.md says. {ANEW}",
    "bad-mark": "Only the node makes marks. Find out which system copies its records, or keeps them for too long.",
    "bad-signature": SIGNER,
    "bug": "Install a version of Kith in which this is mended: the log of the node says where it failed.",
    "expired-key": "The sender signs with a key whose time is over. It makes a new one: kith keys new.",
    "invalid-data": f"Its sender makes the content as the contract says: schemas are in contracts/schemas. {ANEW}",
    "no-data": "Its sender puts the content in, as JSON. Records without content mean nothing here.",
    "no-envelope": f"Its sender uses CloudEvents 1.0 in binary mode, as docs/access.md says. {ANEW}",
    "not-handled": "The log of the node says why.",
    "person-forgotten": "Nothing: this person is not to be known here any more.",
    "revoked-key": "Nothing: somebody else may have had this key. Its true sender sends again by itself.",
    "sealed": "Look whether KITH_SECRET and KITH_KEYS are those of this database. Only the node seals personal fields.",
    "state": "Restore what the node keeps: look for alarms at /health/ready, above all about keys of persons.",
    "too-complex": f"Its sender says less at once: fewer names and items, and less deep. {ANEW}",
    "too-large": f"Its sender says less at once. {ANEW}",
    "too-many-streams": "A node was set up anew very often. Ask the organisation why.",
    "unknown-key": "The consortium's office publishes the key of the sender: kith bodies rotate-key.",
    "unknown-type": f"Install the version of Kith that knows this type, or mend its name at the sender. {ANEW}",
    "unknown-version": f"Install the version of Kith that knows this version, or send one that is known here. {ANEW}",
    "unmarked": "A system uses the source of a service. It takes its own: urn:kith:source:<body>/systems/<name>.",
    "unsigned": SIGNER,
    "wrong-key": f"Its sender uses the key of the record that the contract names. {ANEW}",
    "wrong-partition": f"Its sender sets its partitioner to murmur2, as docs/access.md says. {ANEW}",
    "wrong-signer": SIGNER,
    "wrong-source": f"Its sender uses its own source: urn:kith:source:<body>/systems/<name>. {ANEW}",
    "wrong-topic": f"Its sender uses the topic that docs/access.md names for it. {ANEW}",
    REFUSED: "A validator or a limit of the database refuses what Kith keeps. MongoDB's documentation has the codes.",
    FORGOTTEN: "Nothing: this person is not to be known here any more.",
}
"""What to do, by code."""
OTHERWISE: Final = (
    "It does not fit what this node knows. Ask its sender whether it is meant; if it never was, discard it."
)


def title_of(code: str) -> str:
    """What is wrong, in a few words."""
    if code.startswith(REFUSED):
        return "The database does not take what follows from it"
    return TITLES.get(code) or OURS.get(code) or UNTITLED


def mend(code: str) -> str:
    """What to do about it."""
    return MEND[REFUSED] if code.startswith(REFUSED) else MEND.get(code, OTHERWISE)
