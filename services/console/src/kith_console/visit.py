"""One request of one visitor: what they may ask the node, what they have typed, and the page that they get."""

import json
import secrets
from collections.abc import Callable, Coroutine, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith_console.drafts import Writer
from kith_console.files import with_file
from kith_console.node import Caller, Refusal
from kith_console.sessions import Session
from kith_console.words import N_, joined
from kith_contracts.access.table import Role
from kith_contracts.message import Command, Fault
from kith_contracts.pages.requests import CommandOutcome
from kith_contracts.words import body_of

if TYPE_CHECKING:
    from kith_console.console import Console

Answer = TypeVar("Answer")
Fallback = TypeVar("Fallback")
Handle = Callable[["Visit"], Coroutine[Any, Any, Response]]
LONGEST_FORM: Final = 200_000
MOST_FIELDS: Final = 1_000
ONCE: Final = "once"
"""The hidden field by which a form that is sent twice takes effect once."""


class Visit:
    """A request, and who makes it. Signed in, all that it asks is asked with the visitor's own token."""

    def __init__(
        self, request: Request, console: "Console", session: Session, body: str, form: Mapping[str, list[str]]
    ) -> None:
        self.request, self.console, self.session = request, console, session
        self.body = body
        """The organisation whose pages these are."""
        self._form = form
        self.path: dict[str, str] = dict(request.path_params)
        """What the address of the page names."""
        self.inner: str = request.scope.get("kith_inner", "")
        """The inner path of a page whose address is opaque."""
        self._once = ""

    @property
    def person(self) -> str:
        """Their opaque id at home; empty for who has none."""
        return self.session.person

    @property
    def writer(self) -> Writer:
        """Whose drafts they see: their own."""
        return Writer(self.session.body, self.session.subject)

    @property
    def is_admin(self) -> bool:
        """Whether they speak for their organisation."""
        return Role.BODY_ADMIN in self.session.roles

    @property
    def is_office(self) -> bool:
        """Whether they are the consortium's office."""
        return Role.CONSORTIUM_ADMIN in self.session.roles

    @property
    def is_officer(self) -> bool:
        """Whether they hold an office in a network."""
        return bool(self.session.serves) or Role.OFFICER in self.session.roles

    @property
    def may_share(self) -> bool:
        """Whether they may propose that organisations own a network together: one that they serve, or any of theirs."""
        return self.is_admin or any(body_of(each) == self.body for each in self.session.serves)

    @property
    def menu(self) -> list[tuple[str, str]]:
        """Where they can go: inner path and name."""
        rooms = {
            "home": (N_("Home"), bool(self.person)),
            "events": (N_("Events"), bool(self.person)),
            "networks": (N_("Networks"), bool(self.person)),
            "messages": (N_("Messages"), bool(self.person)),
            "you": (N_("You"), bool(self.person)),
            "committee": (N_("Committee"), self.is_officer),
            "organisation": (N_("Organisation"), self.is_admin),
            "office": (N_("Kith office"), self.is_office),
        }
        return [(inner, name) for inner, (name, may) in rooms.items() if may]

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.request.url.path

    def at(self, path: str) -> bool:
        """Whether this page is at or below this path of the organisation."""
        return self.here.startswith((f"/{self.body}{path}", path))

    # what was asked for

    def typed(self, name: str) -> str:
        """What stands in this field of the form; empty if nothing."""
        return next(iter(self._form.get(name, ())), "").strip()

    def chosen(self, name: str) -> list[str]:
        """All that was ticked under this name."""
        return [each for each in self._form.get(name, ()) if each]

    @property
    def form(self) -> dict[str, list[str]]:
        """All that was typed, to show it again."""
        return dict(self._form)

    @property
    def once(self) -> str:
        """The key of the form that was sent, or that is shown."""
        self._once = self._once or self.typed(ONCE) or secrets.token_urlsafe(16)
        return self._once

    @property
    def mark(self) -> str:
        """A short name for what the form makes: the same one if it is sent twice."""
        return blake2b(self.once.encode(), digest_size=4).hexdigest()

    def asked(self, name: str, longest: int = 200) -> str:
        """A value from the query of the address."""
        return self.request.query_params.get(name, "").strip()[:longest]

    # what the node says

    async def read(self, service: str, path: str, page: type[Answer], **query: Any) -> Answer:
        """What the node answers this visitor; raises Refusal or Away."""
        return await self.console.node.read(self.caller, service, path, page, **query)

    async def read_or(
        self, fallback: Fallback, service: str, path: str, page: type[Answer], **query: Any
    ) -> Answer | Fallback:
        """The same, or something else where the node refuses, because it is not there or not for them."""
        try:
            return await self.read(service, path, page, **query)
        except Refusal:
            return fallback

    async def hand(self, path: str, page: type[Answer], table: bytes, **query: Any) -> Answer:
        """What the directory says of a table, or does with it; raises Refusal or Away."""
        return await self.console.node.hand(self.caller, path, page, table, query)

    async def look(self, service: str, path: str, page: type[Answer], content: dict[str, Any]) -> Answer:
        """What the node says of something that it does not keep; raises Refusal or Away."""
        return await self.console.node.look(self.caller, service, path, page, content)

    async def send(self, command: type[Command], **content: Any) -> CommandOutcome:
        """Send a command in the visitor's name, once for this form; raises Refusal or Away."""
        return await self.console.node.send(self.caller, command, content, key_of(self.once, command, content))

    @property
    def caller(self) -> Caller:
        """In whose name the node is asked."""
        return Caller(self.body, self.session.token) if self.session.signed_in else self.stranger(self.body)

    def stranger(self, body: str) -> Caller:
        """Somebody who has not signed in, at the network address of this visitor."""
        address = self.request.client.host if self.request.client else ""
        who = blake2b(address.encode(), digest_size=16, key=self.console.secret[:32]).hexdigest()
        return Caller(body, self.console.issuer.visitor(body, who))

    # the answer

    joined = staticmethod(joined)

    def show(self, template: str, status: int = 200, **content: Any) -> Response:
        """A page."""
        return self.console.pages.show(self, template, content, status)

    def show_again(self, template: str, refusal: Refusal, **content: Any) -> Response:
        """The same page with all that is wrong, and what was typed."""
        faults: list[Fault] = refusal.problem.errors
        self._once = secrets.token_urlsafe(16)  # what is sent from here is another try, even with the same words
        return self.show(template, 422, faults=faults, **content)

    def nothing(self) -> Response:
        """The page for what is not there, or not for them: the same wherever they have looked."""
        self.inner = ""
        return self.show("problems/nothing.html", 404)

    def private(self, inner: str) -> str:
        """The opaque address of a page behind sign-in."""
        return self.console.addresses.of(inner)

    async def go(self, address: str, said: str = "") -> Response:
        """To another page, with a sentence to show there once."""
        if said:
            self.session.said = said
            await self.console.keep(self)
        return RedirectResponse(address, 303)

    @property
    def token(self) -> str:
        """The token of the session; empty for who has none."""
        return self.request.cookies.get(self.console.cookie, "")


def key_of(once: str, command: type[Command], content: Mapping[str, Any]) -> str:
    """By this key a wish takes effect once. What was typed otherwise since, on the same page, is another wish."""
    text = json.dumps([once, command.contract.name, content], sort_keys=True)
    return blake2b(text.encode(), digest_size=24).hexdigest()


async def form_of(request: Request, longest: int = LONGEST_FORM) -> dict[str, list[str]]:
    """What was sent as `application/x-www-form-urlencoded`; raises ValueError for what is no such form, or too long."""
    if request.method != "POST" or (request.scope.get("kith_file") and with_file(request)):
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise ValueError("this is not a form")
    sent = bytearray()
    async for piece in request.stream():
        sent += piece
        if len(sent) > longest:
            raise ValueError("this form is too long")
    form: dict[str, list[str]] = {}
    for name, value in parse_qsl(sent.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS):
        form.setdefault(name, []).append(value.replace("\r\n", "\n"))  # browsers send CR LF
    return form
