"""Problem documents (RFC 9457): how a request is refused, whatever the reason. Nothing of the request is quoted."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from uuid_utils import uuid7

from kith_chassis.errors import FORBIDDEN, NO_RIGHTS, PASSING, told, told_place
from kith_contracts.faults import fault_of
from kith_contracts.message import MOST_FAULTS, WHOLE, Fault, Refusal
from kith_contracts.pages.requests import Problem
from kith_contracts.titles import TITLES, UNTITLED
from kith_contracts.words import shortened

log = structlog.get_logger()

MEDIA_TYPE: Final = "application/problem+json"
HEADERS: Final = MappingProxyType(
    {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
)
"""On every answer, unless it is for everyone: nothing is kept on the way, and nothing is taken for a page."""
NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Refused(Exception):
    """Ends a request with a problem document."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        field: str = WHOLE,
        headers: Mapping[str, str] = NONE,
        *,
        errors: Sequence[Fault] = (),
        instance: str = "",
    ) -> None:
        """`errors` are all faults, where there is more than this one; `instance` is the address of the request."""
        super().__init__(code)
        self.problem = Problem(
            type=f"urn:kith:problem:{code}",
            title=TITLES.get(code, UNTITLED),
            status=status,
            detail=sentence,
            instance=instance or uuid7().urn,
            code=code,
            field=field,
            errors=list(errors) or [Fault(field=field, code=code, sentence=shortened(sentence))],
        )
        self.headers = headers

    @classmethod
    def of(cls, status: int, refusal: Refusal) -> "Refused":
        """What a decision, or a law, says of the request."""
        told = refusal.told()
        return cls(
            status,
            refusal.code,
            refusal.sentence,
            refusal.field,
            errors=list(map(Fault.model_validate, told["errors"])),
        )


def nobody() -> Refused:
    """The one answer to whoever asks for a person: the same for one that is not there and one that is not theirs."""
    return Refused(404, "person-unknown", "There is nobody of this id at home here.", "person")


def standing_still() -> Refused:
    """What decides this has to be repaired first."""
    sentence = "This cannot be decided before the node is repaired: its operator finds in /health/ready what to do."
    return Refused(503, "repair-needed", sentence, headers={"Retry-After": "30"})


def away() -> Refused:
    """A server that is needed does not answer now."""
    sentence = "A server behind this one is away. Nothing is lost: send the same request again."
    return Refused(503, "away", sentence, headers={"Retry-After": "2"})


def handle_in(app: FastAPI) -> None:
    """Answer every exception that this application knows with a problem document."""
    app.add_exception_handler(Refused, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _nowhere)
    app.add_exception_handler(Exception, _fault)
    for passing in PASSING:
        app.add_exception_handler(passing, _away)


def answer(refused: Refused) -> JSONResponse:
    """The problem document as it is sent."""
    return JSONResponse(
        refused.problem.model_dump(), refused.problem.status, headers=dict(refused.headers), media_type=MEDIA_TYPE
    )


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return answer(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    if errors[0]["type"] == "json_invalid":
        return answer(Refused(400, "not-json", "The request is not JSON."))
    faults = [_fault_of(each) for each in errors[:MOST_FAULTS]]
    first = faults[0]
    sentence = f"{'The request' if first.field == WHOLE else first.field}: {first.sentence}"
    return answer(Refused(422, "invalid-field", sentence, first.field, errors=faults))


def _fault_of(error: Mapping[str, Any]) -> Fault:
    """In plain words. What is not in the content is a parameter, whose name is ours and no part of the request."""
    place, *steps = error["loc"]
    return fault_of(error, told_place(steps) if place == "body" else ".".join(map(str, steps)))


async def _nowhere(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = error.headers or {}
    match error.status_code:
        case 400:
            return answer(Refused(400, "not-json", "The request is not JSON.", headers=headers))
        case 405:
            sentence = "This address is there, but not for this method."
            return answer(Refused(405, "wrong-method", sentence, headers=headers))
        case status:
            return answer(Refused(status, "nothing-here", "There is nothing here for this address.", headers=headers))


async def _away(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, FORBIDDEN):
        return answer(Refused(503, "suspended", NO_RIGHTS, headers={"Retry-After": "60"}))
    return answer(away())


async def _fault(_request: Request, error: Exception) -> JSONResponse:
    sentence = "Something is wrong here, and it is not your request. The operator's log says where, under `instance`."
    refused = Refused(500, "fault", sentence, headers=HEADERS)  # sent outside of all middleware
    log.error("a request met a fault of ours", instance=refused.problem.instance, error=told(error))
    return answer(refused)
