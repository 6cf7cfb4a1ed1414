"""Sign-in by a link that the node mails, for who has no provider: asked for, used once, and renewed while its
session lasts.

The tokens are the node's own, and name a person. They are made anew every two minutes, and each time the directory is
asked whether that person is still at home.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Final

from kith_chassis.http.own_issuer import LIFE, OwnIssuer
from kith_console.node import Away, Caller, Node, Refusal
from kith_console.sessions import Session
from kith_contracts.access.table import Role
from kith_contracts.pages.links import LinkOwner, LinkSent
from kith_contracts.pages.people import PersonPage

GONE: Final = frozenset({403, 404})


class Links:
    """Mailed links of a node."""

    def __init__(self, node: Node, issuer: OwnIssuer) -> None:
        self._node, self._issuer = node, issuer

    async def ask(self, visitors: Iterable[Caller], address: str) -> None:
        """Have each organisation of the node mail a link to who has this address there; raises Refusal or Away."""
        wish = {"address": address}
        await asyncio.gather(*[self._node.look(each, "notify", "links", LinkSent, wish) for each in visitors])

    async def use(self, visitor: Caller, token: str) -> Session | None:
        """The session of whose link it is, which is used up; None if it is not good. Raises Refusal or Away."""
        try:
            owner = await self._node.look(visitor, "notify", "links/use", LinkOwner, {"token": token})
        except Refusal as refusal:
            if refusal.problem.code in ("link-unknown", "invalid-field"):
                return None
            raise
        return await self._session(visitor.body, owner.person)

    async def renew(self, session: Session) -> bool:
        """Get a new token for this session; whether it goes on."""
        try:
            found = await self._session(session.body, session.person)
        except Away:
            return True  # with a token that is over: what it asks of the node is answered with the page for that
        if found is None:
            return False
        session.roles, session.serves = found.roles, found.serves
        session.token, session.until = found.token, found.until
        return True

    async def _session(self, body: str, person: str) -> Session | None:
        """Of this person, as the directory knows them now; None if it does not. Raises Away."""
        asks = Caller(body, self._issuer.person(body, person, Role.MEMBER))  # a guest's page is the guest's as well
        try:
            page = await self._node.read(asks, "directory", f"people/{person}", PersonPage)
        except Refusal as refusal:
            if refusal.problem.status in GONE:
                return None
            raise Away(refusal.problem.code) from None
        role = Role(page.enrolled_as)
        return Session(
            body=body,
            person=person,
            subject=f"link {person}",
            roles=(role,),
            serves=tuple(sorted({each.network for each in page.offices if each.status == "held"})),
            token=self._issuer.person(body, person, role),
            until=time.time() + LIFE,
            by_mail=True,
        )
