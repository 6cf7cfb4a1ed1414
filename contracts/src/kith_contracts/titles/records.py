"""Titles of what is refused: records that cannot be read, or not be handled."""

from typing import Final

RECORDS: Final = {
    "bad-header": "A header is not as it should be",
    "bad-mark": "The mark of the node is not right",
    "bad-signature": "The signature is not right",
    "expired-key": "The key was not valid at that time",
    "invalid-data": "The content is not as the contract says",
    "no-data": "The content is missing",
    "no-envelope": "The CloudEvents headers are missing",
    "not-handled": "The command could not be handled",
    "person-forgotten": "This person was forgotten",
    "revoked-key": "The key was revoked",
    "sealed": "The personal fields cannot be opened",
    "too-many-streams": "Too many streams of one sender",
    "unknown-key": "The key is not known",
    "unknown-type": "The type of the message is not known",
    "unknown-version": "The version of the type is not known",
    "unmarked": "The mark of the node is missing",
    "unsigned": "The signature is missing",
    "wrong-key": "The key of the record does not fit",
    "wrong-partition": "The record is in the wrong partition",
    "wrong-signer": "Somebody else has signed",
    "wrong-source": "The source may not speak here",
    "wrong-topic": "The message is on the wrong topic",
}
