"""The application: its rooms, who asks, and what every request passes before a page is made."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Mount, Route
from starlette.staticfiles import StaticFiles

from kith_chassis.http.limits import Rates
from kith_chassis.run import Behind
from kith_console import live
from kith_console.drafts import Drafts
from kith_console.links import Links
from kith_console.listing import learn_names
from kith_console.node import Away, Node, Refusal
from kith_console.pages import HERE, Pages
from kith_console.paths import PRIVATE, Addresses
from kith_console.provider import Provider
from kith_console.room import WITH_FILE, Room
from kith_console.sessions import BEFORE, LIFE, Session, Sessions
from kith_console.settings import ConsoleSettings
from kith_console.visit import Handle, Visit, form_of
from kith_console.words import Names

log = structlog.get_logger()
SAFE: Final = frozenset({"GET", "HEAD"})
FOREVER: Final = "public, max-age=31536000, immutable"
NOT_FOUND: Final = frozenset({403, 404})
TOO_MANY: Final = 429
BEGUN: Final = 25.0
"""Sessions a second that may begin from one address for long; four seconds' worth at once."""
BUSY: Final = "Too many visitors come from your address at once. Wait a few seconds, and load the page again."
LONGEST_KEPT: Final = 10_000
"""Characters of a form that wait for a sign-in."""


class Assets(StaticFiles):
    """Our files. Their addresses change with what is in them, so browsers may keep them."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        answer.headers["cache-control"] = FOREVER
        answer.headers["x-content-type-options"] = "nosniff"
        return answer


class Console:
    """What all rooms share."""

    def __init__(self, settings: ConsoleSettings, behind: Behind, node: Node) -> None:
        self.settings, self.node, self.issuer = settings, node, behind.issuer
        self.bodies, self.secret = behind.settings.bodies, behind.settings.secret_bytes
        base = behind.database.get_database(f"{behind.settings.database_prefix}_console")
        self.sessions, self.drafts = Sessions(base, self.secret), Drafts(base, self.secret)
        self.addresses = Addresses(self.secret)
        self.names = Names()
        self.pages = Pages(self.names)
        self.provider = Provider(settings) if settings.issuer else None
        self.links = Links(node, behind.issuer) if behind.settings.console_mail_links else None
        self.secure = settings.base.startswith("https:")
        self.cookie = "__Host-kith" if self.secure else "kith"
        self._renewing = asyncio.Lock()
        self._begun = Rates(BEGUN)

    async def session_of(self, request: Request) -> Session:
        """The session of whoever sends this, with a token that is good; an empty one if there is none."""
        token = request.cookies.get(self.cookie, "")
        session = await self.sessions.load(token) if token else None
        if session is None:
            return Session()
        return session if session.fresh or not session.signed_in else await self._renewed(token)

    async def _renewed(self, token: str) -> Session:
        """One at a time: most providers take a refresh token once, and two requests of a browser come at one moment."""
        async with self._renewing:
            session = await self.sessions.load(token)
            if session is None or session.fresh:
                return session or Session()
            way = self.links if session.by_mail else self.provider
            if way is None or not await way.renew(session):
                await self.sessions.end(token)
                return Session(ended=session.subject)
            await self.sessions.save(token, session)
            return session

    async def keep(self, visit: Visit) -> None:
        """Keep what has changed in the visitor's session, if they have one."""
        if visit.token and visit.session.signed_in:
            await self.sessions.save(visit.token, visit.session)

    async def remember(self, request: Request, answer: Response, session: Session, life: timedelta = LIFE) -> Response:
        """Start a session, and give its token to the browser; not too many of them from one address."""
        if wait := self._begun.take(request.client.host if request.client else ""):
            return PlainTextResponse(BUSY, 429, {"retry-after": str(wait)})
        token = await self.sessions.start(session, life)
        self.set_cookie(answer, token)
        return answer

    def set_cookie(self, answer: Response, token: str) -> None:
        """The cookie of a session; without a token it goes."""
        if token:
            answer.set_cookie(self.cookie, token, secure=self.secure, httponly=True, samesite="lax", path="/")
        else:
            answer.delete_cookie(self.cookie, secure=self.secure, httponly=True, samesite="lax", path="/")


def application(console: Console, rooms: Sequence[Room], front: Handle) -> Starlette:
    """The pages as an ASGI application."""
    private = [route for room in rooms for route in room.private]
    visits = Visits(console, private)
    routes: list[Any] = [
        Mount("/static", Assets(directory=HERE / "static")),
        Route(f"{PRIVATE}{{address}}", visits.private, methods=["GET", "POST"]),
        Route("/", visits.opened(front), methods=["GET"]),
    ]
    routes += [
        Route(each.path, visits.opened(each.endpoint), methods=["GET", "POST"]) for room in rooms for each in room.roots
    ]
    routes += [
        Route(each.path, visits.opened(each.endpoint), methods=["GET", "POST"]) for room in rooms for each in room.open
    ]
    app = Starlette(routes=routes, exception_handlers={404: visits.nothing_here, 500: visits.fault})
    app.state.console = console
    return app


class Visits:
    """Makes a visit of each request, and a page of whatever goes wrong in it."""

    def __init__(self, console: Console, private: Sequence[Route]) -> None:
        self._console, self._private = console, private

    def opened(self, handle: Handle) -> Any:
        """The endpoint of a page for everyone."""

        async def endpoint(request: Request) -> Response:
            body = request.path_params.get("body", self._console.bodies[0])
            if body not in self._console.bodies:
                return await self.nothing_here(request)
            return await self._answered(request, handle, body)

        return endpoint

    async def private(self, request: Request) -> Response:
        """A page whose address is opaque; who is not signed in is asked to, and what they typed is kept."""
        console = self._console
        inner = console.addresses.read(request.path_params["address"])
        found = self._found(inner) if inner is not None else None
        if found is None:
            return await self.nothing_here(request)
        route, named = found
        request.scope.update(path_params=named, kith_inner=inner, kith_file=route.name == WITH_FILE)
        session = await console.session_of(request)
        if session.signed_in or not from_here(request):
            return await self._answered(request, route.endpoint, session.body or console.bodies[0], session)
        return await self._sign_in_first(request, session)

    def _found(self, inner: str) -> tuple[Route, dict[str, str]] | None:
        for route in self._private:
            match, scope = route.matches({"type": "http", "path": f"/{inner}", "method": "GET", "root_path": ""})
            if match is Match.FULL:
                return route, scope["path_params"]
        return None

    async def _sign_in_first(self, request: Request, over: Session) -> Response:
        """What was typed waits for whoever's session is over; for anybody, if that is not known."""
        answer = RedirectResponse(f"/sign-in?to={request.url.path.removeprefix(PRIVATE)}", 303)
        try:
            typed = await form_of(request, LONGEST_KEPT)
        except ValueError:
            log.info("a form without a session is too long to be kept")
            return answer
        if not typed:
            return answer
        kept = {"path": request.url.path, "whose": over.ended, "form": typed}
        return await self._console.remember(request, answer, Session(kept=kept), BEFORE)

    async def _answered(self, request: Request, handle: Handle, body: str, session: Session | None = None) -> Response:
        if session is None:
            session = await self._console.session_of(request)
        visit = Visit(request, self._console, session, session.body or body, {})
        if not from_here(request):
            return visit.show("problems/elsewhere.html", 403)
        if (mark := request.query_params.get("live")) and request.method in SAFE:
            return live.stream(partial(self._again, request, handle, visit), request.is_disconnected, mark)
        had, kept = session.said, session.kept
        try:
            form = await form_of(request) or session.take(request.url.path)
            visit = Visit(request, self._console, session, session.body or body, form)
            if not self._console.names.known:
                await learn_names(visit)
            answer = await handle(visit)
            if (had and not session.said) or session.kept is not kept:
                await self._console.keep(visit)  # shown once
        except ValueError as error:
            log.info("a form could not be read", why=type(error).__name__)
            return visit.show("problems/form.html", 400)
        except Refusal as refusal:
            return self._refused(visit, refusal)
        except Away:
            return visit.show("problems/away.html", 503)
        return answer

    async def _again(self, request: Request, handle: Handle, before: Visit) -> Response:
        """The same page as it is now, for the same visitor, unless their session is over."""
        session = await self._console.session_of(request)
        if session.signed_in != before.session.signed_in:
            return Response(status_code=401)
        try:
            return await handle(Visit(request, self._console, session, before.body, {}))
        except (Refusal, Away):
            return Response(status_code=503)

    def _refused(self, visit: Visit, refusal: Refusal) -> Response:
        """What is not there and what is not allowed look the same."""
        if refusal.problem.status in NOT_FOUND:
            return visit.nothing()
        if (status := refusal.problem.status) == TOO_MANY or status >= 500:  # noqa: PLR2004 - the node, not the visitor
            return visit.show("problems/away.html", 429 if status == TOO_MANY else 503)
        return visit.show("problems/refused.html", 409, problem=refusal.problem)

    async def nothing_here(self, request: Request, _error: Exception | None = None) -> Response:
        """The page for a link that leads nowhere."""
        visit = Visit(request, self._console, await self._console.session_of(request), self._console.bodies[0], {})
        return visit.nothing()

    async def fault(self, request: Request, error: Exception) -> Response:
        """A fault of ours; the log has it."""
        log.error("a page met a fault of ours", error=type(error).__name__)
        visit = Visit(request, self._console, Session(), self._console.bodies[0], {})
        return visit.show("problems/fault.html", 500)


def from_here(request: Request) -> bool:
    """Whether a form comes from a page of ours, not from another site; a link may. Browsers say so in
    `Sec-Fetch-Site`, older ones in `Origin`; what says neither is no browser, and has no cookie that it did not set.
    """
    if request.method in SAFE:
        return True
    if site := request.headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
