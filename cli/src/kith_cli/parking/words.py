"""What is parked, in words: who has sent it, and what is kept of it."""

from kith_cli.parking.shelf import Item
from kith_contracts.topics import Channel, address_of


def sender_of(item: Item) -> str:
    """Who has sent it, as far as is proven."""
    address = address_of(item.topic)
    match address and address.channel:
        case Channel.PRIVATE_COMMANDS if address:
            return f"a system of {address.body}, or the node itself: only they may write there"
        case Channel.PEOPLE_COMMANDS | Channel.PEOPLE_FACTS | Channel.PRIVATE_FACTS if address:
            return f"a node of {address.body}: nobody else may write there"
        case _ if item.body:
            return f"{item.body}, proven by its signature"
        case Channel.INBOX:
            return "not proven: each organisation may write there"
        case Channel.SHARED | Channel.REGISTRY if address:
            return f"not proven: {address.body} alone may write there"
    return "not known"


def kept_of(item: Item) -> str:
    """What is there of its content."""
    if item.is_counted:
        return "nothing: this sender had 1,000 records parked, and further ones are only counted"
    return f"{item.document['size']} bytes came; what is kept is sealed, until {item.document['until']:%Y-%m-%d}"
