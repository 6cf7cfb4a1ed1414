"""Signing in at one's organisation's provider, coming back, and out again, here or everywhere."""

from starlette.responses import RedirectResponse, Response

from kith_console.pages import LANGUAGE, LANGUAGES
from kith_console.paths import LONGEST
from kith_console.provider import SignInFailed
from kith_console.room import Room
from kith_console.sessions import BEFORE, Session
from kith_console.sign_in.links import ask, choices
from kith_console.sign_in.start import begin, kept_for
from kith_console.visit import Visit
from kith_console.words import N_

SIGN_IN = Room()
A_YEAR = 365 * 24 * 3600


@SIGN_IN.root("/sign-in")
async def sign_in(visit: Visit) -> Response:
    """Ask which way; with `go` in the address, on to the provider."""
    console = visit.console
    if console.provider is None and console.links is None:
        return visit.show("sign_in/none.html", 503)
    to = visit.asked("to", LONGEST)
    if console.links and visit.request.method == "POST":
        return await ask(visit, console.links, to)
    if console.provider is None or not visit.asked("go"):
        return visit.show("sign_in/choose.html", **choices(visit, to))
    try:
        address, began = await console.provider.begin()
    except SignInFailed as failed:
        return visit.show("sign_in/failed.html", 503, sentence=str(failed))
    answer = RedirectResponse(address, 303)
    return await console.remember(visit.request, answer, Session(signing_in=began, kept=kept_for(visit, to)), BEFORE)


@SIGN_IN.root("/sign-in/return")
async def come_back(visit: Visit) -> Response:
    """From the provider, with a code."""
    console = visit.console
    if console.provider is None:
        return visit.show("sign_in/none.html", 503)
    try:
        session = await console.provider.finish(visit.session.signing_in, dict(visit.request.query_params))
    except SignInFailed as failed:
        return visit.show("sign_in/failed.html", 400, sentence=str(failed))
    if session.body and session.body not in console.bodies:
        return visit.show("sign_in/failed.html", 400, sentence=N_("Your organisation has no pages at this address."))
    return await begin(visit, session)


@SIGN_IN.root("/sign-out")
async def sign_out(visit: Visit) -> Response:
    """End this session, or all of the same person; then the provider's own."""
    if visit.request.method != "POST":
        return visit.show("sign_in/out.html")
    console = visit.console
    if visit.typed("where") == "everywhere":
        await console.sessions.end_all(visit.session)
    await console.sessions.end(visit.token)
    provider = None if visit.session.by_mail else console.provider
    address = await provider.end_address(f"{console.settings.base}/") if provider else ""
    answer = visit.show("sign_in/gone.html", provider=address) if address else RedirectResponse("/", 303)
    console.set_cookie(answer, "")
    return answer


@SIGN_IN.root("/language")
async def language(visit: Visit) -> Response:
    """Choose a language; it is kept in the browser alone."""
    wanted = visit.asked("is")
    back = visit.asked("back")
    answer = RedirectResponse(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)
    if wanted in LANGUAGES:
        secure = visit.console.secure
        answer.set_cookie(LANGUAGE, wanted, max_age=A_YEAR, samesite="lax", httponly=True, secure=secure)
    return answer
