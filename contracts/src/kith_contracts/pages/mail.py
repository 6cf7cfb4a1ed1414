"""What a person was told."""

from kith_contracts.descriptions import Described


class OwnMessage(Described):
    """Something that a person was told, is about to be, or finds here alone."""

    event: str
    """What it is about: an event; the network, if something was announced there."""
    occasion: str
    number: int
    status: str
    """`due`, `told` and `failed` are about a mail; of what is `shown` there is none."""
