"""What the directories of two bodies tell each other about their letters."""

from typing import ClassVar, Final

from kith_contracts import letters
from kith_contracts.letters import Kinds
from kith_contracts.message import Message


class LettersMissing(letters.LettersMissing):
    """Receiver to sender: letters are missing; send all again from this number on."""

    contract: ClassVar = letters.LettersMissing.contract.of("directory")


class LettersGone(letters.LettersGone):
    """Sender to receiver: letters up to this number cannot be sent again; go on after them."""

    contract: ClassVar = letters.LettersGone.contract.of("directory")


class LettersSent(letters.LettersSent):
    """Sender to receiver: letters were sent up to these numbers, so that the loss of the last one is noticed too."""

    contract: ClassVar = letters.LettersSent.contract.of("directory")


KINDS: Final = Kinds(LettersMissing, LettersGone, LettersSent)
MESSAGES: tuple[type[Message], ...] = KINDS
