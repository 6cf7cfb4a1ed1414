"""What a person was told."""

from kith_contracts.descriptions import Described


class OwnMessage(Described):
    """Something that a person was told, is about to be, or finds here alone."""

    subject: str
    """Full name of the event or the network that it is about."""
    occasion: str
    """Why the person was told: `decision` is an answer to a wish for places, `changed` a new time or venue, and so on.
    """
    number: int
    """What tells messages of one occasion apart: the number of the decision, the version of the event, or days after
    it; otherwise 0."""
    status: str
    """`due`, `told` and `failed` are about a mail; of what is `shown` there is none."""
