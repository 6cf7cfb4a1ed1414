"""Where a sign-in begins and ends, whichever way it goes: what was typed before comes along."""

from typing import Any

from starlette.responses import RedirectResponse, Response

from kith_console.paths import PRIVATE
from kith_console.sessions import Session
from kith_console.visit import Visit
from kith_console.words import N_

TYPED = N_("What you typed is here. Look at it, and send it again.")


def kept_for(visit: Visit, to: str) -> dict[str, Any]:
    """What waits for the sign-in: a form that was sent, or the page to which they wanted."""
    known = visit.session.kept or visit.console.addresses.read(to) is None
    return visit.session.kept if known else {"path": f"{PRIVATE}{to}"}


async def begin(visit: Visit, session: Session) -> Response:
    """Begin the session of who has signed in, and go where they wanted."""
    console, before = visit.console, visit.session
    await console.sessions.end(visit.token)  # a new session gets a new token (OWASP, session fixation)
    if before.kept.get("whose") in (None, "", session.subject):  # what somebody else has typed is not shown
        session.kept = before.kept
    if session.kept.get("form"):
        session.said = TYPED
    answer = RedirectResponse(before.kept.get("path") or visit.private("home"), 303)
    return await console.remember(visit.request, answer, session)
