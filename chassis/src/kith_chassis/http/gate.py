"""The gate before every operation: token, rate, rights, size; in this order, before anything is read. All that it looks
up is which offices somebody holds who asks for what officers may do.
"""

import re
from collections.abc import Callable, Coroutine, Hashable
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from kith_chassis.http.issuer import Tokens
from kith_chassis.http.limits import Rates, bounded
from kith_chassis.http.openapi import in_words
from kith_chassis.http.own_issuer import TwoIssuers
from kith_chassis.http.problems import Refused, nobody
from kith_chassis.http.tokens import BadToken
from kith_chassis.service import BodyService
from kith_contracts.access.table import EVERYONE, Grant, Offices, Principal, Role, Subject, Verdict, grants_of, judge
from kith_contracts.headers import source_of
from kith_contracts.message import Command
from kith_contracts.words import body_of

Handle = Callable[[Request], Coroutine[Any, Any, Response]]
CHALLENGE: Final = 'Bearer realm="kith"'
CLIENT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


class Gate:
    """Lets in who has a token for this, and has not asked too often."""

    def __init__(
        self, tokens: Tokens | TwoIssuers, rates: Rates, strangers: Rates | None = None, refused: Rates | None = None
    ) -> None:
        """`strangers` counts, by address, those who read what is open to all; `refused` those whom the gate sends away
        with 401. By default both count as `rates` does.
        """
        self._tokens, self._rates, self._strangers = tokens, rates, strangers or rates
        self._refused = refused or rates

    async def admit(self, request: Request, operation: str) -> Principal:
        """Who asks, if they may use this operation at all; raises Refused (401, 403, 404, 429)."""
        try:
            principal = await self._identified(request)
        except Refused:
            _count(self._refused, address_of(request))  # whoever guesses waits; a good token is never held up by it
            raise
        _count(self._rates, principal.name)
        principal = await _in_office(request, operation, principal)
        principal = await _with_shares(request, operation, principal)
        demand(principal, grants_of(operation), _subject(request.path_params))
        return principal

    def count_stranger(self, address: str) -> None:
        """Count a request for what is open to all; raises Refused (429)."""
        _count(self._strangers, address)

    async def _identified(self, request: Request) -> Principal:
        given = request.headers.getlist("authorization")
        if not given:
            raise _unauthorised("token-missing", "A token is needed here.", error="")
        scheme, _, token = given[0].partition(" ")
        if len(given) > 1 or scheme.lower() != "bearer":
            raise _unauthorised("token-form", "One token is needed, as: Authorization: Bearer <token>.")
        try:
            return await self._tokens.principal(token.strip(" "))
        except BadToken as bad:
            raise _unauthorised(f"token-{bad.code}", bad.sentence) from None


async def _with_shares(request: Request, operation: str, principal: Principal) -> Principal:
    """With those of the networks that they serve which the body owns with others: for these it is no stranger."""
    service, body = operation.partition("-")[0], request.path_params.get("body")
    elsewhere = frozenset(network for network in principal.networks if body_of(network) != principal.body)
    running: BodyService | None = request.app.state.running.get((body, service))
    if not elsewhere or principal.body != body or running is None or not running.prepared:
        return principal
    if running.service.shares_of is None:
        return principal
    return principal._replace(shares=await running.service.shares_of(running, elsewhere))


async def _in_office(request: Request, operation: str, principal: Principal) -> Principal:
    """With the networks that this person serves at home. Who holds an office there no more, or is not at home any more,
    serves none, however long their token is valid.
    """
    grants = grants_of(operation)
    officers = grants != EVERYONE and any(grant.role is Role.OFFICER for grant in grants)
    service, body = operation.partition("-")[0], request.path_params.get("body")
    running: BodyService | None = request.app.state.running.get((body, service))
    if principal.person is None or principal.body != body or not officers or running is None or not running.prepared:
        return principal
    if running.service.offices_of is None:
        return principal
    known = await running.service.offices_of(running, principal.person)
    return (known or Offices(served=principal.networks)).of(principal)


def address_of(request: Request) -> str:
    """Of whoever asks; a proxy's where one is in front."""
    return request.client.host if request.client else ""


def _count(rates: Rates, who: Hashable) -> None:
    if wait := rates.take(who):
        sentence = "These are too many requests at once. Wait a little."
        raise Refused(429, "too-many", sentence, headers={"Retry-After": str(wait)})


def _unauthorised(code: str, sentence: str, error: str = "invalid_token") -> Refused:
    challenge = f'{CHALLENGE}, error="{error}", error_description="{sentence}"' if error else CHALLENGE
    return Refused(401, code, sentence, headers={"WWW-Authenticate": challenge})


def _subject(path: dict[str, str]) -> Subject:
    """What the path tells of the matter; a network in it is one of the body's own."""
    body = path.get("body", "")
    network = path.get("network")
    networks = None if network is None else frozenset({f"{path.get('owner', body)}/{network}"})
    return Subject(body, path.get("person"), networks)


def demand(principal: Principal, grants: tuple[Grant, ...], subject: Subject) -> None:
    """Raise Refused unless one of these grants fits."""
    match judge(principal, grants, subject):
        case Verdict.HIDDEN:
            raise nobody()
        case Verdict.REFUSED:
            challenge = f'{CHALLENGE}, error="insufficient_scope"'
            sentence = f"The token does not allow this. It is for: {in_words(grants)}."
            raise Refused(403, "not-allowed", sentence, headers={"WWW-Authenticate": challenge})


async def demand_for(principal: Principal, operation: str, command: Command, running: BodyService) -> None:
    """The same for a command, whose content says whom and which networks it is about."""
    grants = grants_of(operation, str(getattr(command, "on_behalf", "")))
    subject = Subject(running.body, command.about, frozenset())
    if judge(principal, grants, subject) is not Verdict.ALLOWED:
        subject = subject._replace(networks=await running.service.networks_of(running, command))
    demand(principal, grants, subject)


def asker(principal: Principal, running: BodyService) -> str:
    """In whose name a command speaks on its topic: the client, and never the user behind it."""
    named = CLIENT.fullmatch(principal.client)
    client = principal.client if named else running.vault.keyed("client", principal.client)
    return source_of(running.body, f"systems/{client}")


class Guarded(APIRoute):
    """A route behind the gate of its application. Its operation has a line in the table of rights."""

    def get_route_handler(self) -> Handle:
        """Pass the gate first, then read the content within its limits, then go on."""
        handle, operation = super().get_route_handler(), self.operation_id or ""

        async def guarded(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            request.state.principal = await gate.admit(request, operation)
            return await handle(await bounded(request))

        return guarded


def _principal(request: Request) -> Principal:
    principal: Principal = request.state.principal
    return principal


Asking = Annotated[Principal, Depends(_principal)]
"""The principal who passed the gate, as a parameter of an endpoint."""
