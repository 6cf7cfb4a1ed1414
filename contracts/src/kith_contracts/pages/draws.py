"""Draws, as those who were in one may check them."""

from kith_contracts.descriptions import Described
from kith_contracts.events.draws import DrawRecord
from kith_contracts.words import Code, Digest, Pseudonym, Sentence


class DrawPage(Described):
    """The record of a draw; `code` and `sentence` say what is wrong with it, and are empty if nothing is."""

    record: DrawRecord
    """Everything that anyone needs to compute the draw again."""
    code: Code
    """What is wrong with the record, for programs; empty if nothing is."""
    sentence: Sentence
    """What is wrong with the record, as a sentence; empty if nothing is."""


class OwnDraw(DrawPage):
    """The same record, for somebody who has asked for that part, and where in its order they are."""

    registration: Pseudonym
    """The pseudonym with which this person was in the draw."""
    entry: Digest
    """What stands for this registration in the order."""
    rank: int | None
    """Position in the draw, from 1; None for somebody who asked after the draw or had left it before."""
