"""What the pages of this node ask about links: to mail one, and whose it is when it is used."""

from datetime import UTC, datetime

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.pages.links import LinkOwner, LinkSent, LinkToken, LinkWish
from kith_contracts.words import BodySlug
from kith_notify.links.post import LinkPost, links_of
from kith_notify.links.store import LIFE
from kith_notify.recipients.recipient import Recipient, plain


def add(routes: APIRouter, find: Find) -> None:
    """The operations of links, for the node's own pages alone."""
    post = LinkPost()

    @routes.post(
        "/links",
        operation_id="notify-ask-link",
        summary="Mail a link to sign in with to who has this address, if anybody has; the answer does not tell.",
    )
    async def ask(body: BodySlug, wish: LinkWish, asking: Asking) -> LinkSent:
        running = _found(find, body)
        if wait := post.asked.wait_of((body, asking.subject)):
            sentence = "Too many links are asked for. Wait a little."
            raise Refused(429, "too-many", sentence, headers={"Retry-After": str(wait)})
        post.take(running, wish.address)
        return LinkSent(minutes=int(LIFE.total_seconds() // 60))

    @routes.post("/links/use", operation_id="notify-use-link", summary="Use a link up, once: whose it is.")
    async def use(body: BodySlug, shown: LinkToken) -> LinkOwner:
        running = _found(find, body)
        link = await links_of(running).take(shown.token, datetime.now(UTC))
        recipient: Recipient | None = await running.views.get(Recipient.at(link.person)) if link else None
        if link is None or recipient is None or plain(recipient.mailed_at) != link.address:
            raise Refused(404, "link-unknown", "This link is not valid, or not any more. Ask for another.", "token")
        return LinkOwner(person=link.person)


def _found(find: Find, body: str) -> BodyService:
    """The service, if its node mails links; else raises Refused."""
    running = find(body)
    if not running.settings.console_mail_links:
        raise Refused(403, "not-allowed", "This node mails no links.")
    return running
