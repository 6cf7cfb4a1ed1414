"""Runs beside: has those found by their address who were stored before links were mailed."""

from typing import Final

from kith_chassis.service import BodyService
from kith_notify.recipients.recipient import Recipient

DONE: Final = "recipients have tags of their addresses"


async def tag_addresses(running: BodyService) -> None:
    """Give every recipient the tag of their address: once, and only where links are mailed."""
    about = running.ledger.about
    if not running.settings.console_mail_links or await about.find_one({"_id": DONE}):
        return
    await running.views.retag(Recipient)
    await about.update_one({"_id": DONE}, {"$set": {"done": True}}, upsert=True)
