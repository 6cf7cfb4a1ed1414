"""Every message that is valid also fits: its largest form is below what may be sent and read."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import pytest
from support.instances import SCHEMAS
from support.records import of_message

from kith_contracts.agreements.succession import MOST_PARTIES, Backing, Succession
from kith_contracts.agreements.terms import Acceptance, Proof
from kith_contracts.events.agreements import AgreementProposed
from kith_contracts.events.plan import Check, Checklist, EventPart, EventPlan, Fund
from kith_contracts.events.terms import MOST_LEADS, Delegation, EventTerms, Exchange, GuestHost, Party, Seats, Sponsor
from kith_contracts.registry import LARGEST

Schema = Mapping[str, Any]

LETTER: Final = 650_000
"""Bytes that the text of an agreement may have, whatever stands in it."""
WIDE: Final = "😀"
"""Four bytes, as many as a character has."""


def _most(schema: Schema, sections: Schema) -> int:
    """The bytes that data of this schema have at most, as our services write them."""
    if reference := schema.get("$ref"):
        schema = sections[reference.removeprefix("#/$defs/")]
    if branches := schema.get("anyOf"):
        return max(_most(branch, sections) for branch in branches)
    if values := schema.get("enum", [schema["const"]] if "const" in schema else None):
        return max(2 + len(str(value)) for value in values)
    return SIZES[schema["type"]](schema, sections)


def _object(schema: Schema, sections: Schema) -> int:
    if "properties" not in schema:
        name = _most({"type": "string", **schema["propertyNames"]}, sections)
        pair = name + _most(schema["additionalProperties"], sections) + 2
        return 2 + int(schema["maxProperties"]) * pair
    fields = {name: field for name, field in schema["properties"].items() if name != "sealed"}
    return 2 + sum(len(name) + 4 + _most(field, sections) for name, field in fields.items())


def _text(schema: Schema, _: Schema) -> int:
    if schema.get("format") in ("date", "date-time"):
        return 2 + len("2027-03-12T09:30:00.000000+00:00")
    pattern = schema.get("pattern")
    if pattern is None:
        return 2 + 6 * int(schema["maxLength"])  # control characters are written as \u0000
    wide, escaped = "[^" in pattern, re.search(pattern, '"')
    return 2 + (4 if wide else 2 if escaped else 1) * int(schema["maxLength"])


SIZES: Final[Mapping[str, Callable[[Schema, Schema], int]]] = {
    "object": _object,
    "array": lambda schema, sections: 2 + schema["maxItems"] * (1 + _most(schema["items"], sections)),
    "string": _text,
    "integer": lambda schema, _: max(len(str(schema[limit])) for limit in ("minimum", "maximum")),
    "boolean": lambda *_: 5,
    "null": lambda *_: 4,
}


def most(name: str) -> int:
    return _most(SCHEMAS[name], SCHEMAS[name].get("$defs", {}))


def test_what_is_valid_fits_into_a_record(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name):
            sealing = 4 / 3 if "sealed" in SCHEMAS[name]["properties"] else 1
            assert most(name) * sealing + 1000 < LARGEST


def _slug(number: int) -> str:
    return f"{number:03}".ljust(60, "x")


def _body(number: int) -> str:
    return f"b{number:030}"


def largest_plan(host: str) -> EventPlan:
    moment = datetime(2027, 3, 12, 9, 30, 0, 1, timezone(-timedelta(hours=11, minutes=30)))
    part = {"title": WIDE * 160, "for_whom": WIDE * 80, "audience": "y" * 60, "capacity": 100_000}
    part |= {"format": "in-person", "online_of": "y" * 60, "track": "y" * 60, "bundle": "y" * 60, "host": host}
    part |= {"venue": WIDE * 80}
    check = Check(answer="not-yet", line=WIDE * 160)
    times: dict[str, Any] = {"starts": moment, "ends": moment + timedelta(days=9)}
    return EventPlan(
        title=WIDE * 160,
        summary=WIDE * 4000,
        zone="A" * 64,
        **times,
        venue=WIDE * 160,
        venue_capacity=1_000_000,
        parts=[EventPart(part=_slug(number), **part, **times, slot_minutes=480) for number in range(40)],
        funds=[
            Fund(fund=_slug(n), title=WIDE * 160, most=1_000_000, currency="EUR", bands=[WIDE * 80] * 3)
            for n in range(5)
        ],
        checklist=Checklist(access=check, care=check, alcohol=check, hours=check),
    )


def _largest_change(bodies: list[str]) -> Succession:
    moment = datetime(2027, 3, 12, 9, 30, 0, 1, timezone(-timedelta(hours=11, minutes=30)))
    signature = f"{'x' * 300}..{'x' * 86}"
    proof = Proof(face="0" * 64, at=moment, signature=signature)
    return Succession(
        lead=bodies[0],
        term=2**53 - 1,
        parties=bodies,
        deputies=bodies,
        shown="0" * 64,
        acceptances=[Acceptance(body=body, on_behalf="network", hash="0" * 64, proof=proof) for body in bodies],
        backings=[Backing(body=body, at=moment, signature=signature) for body in bodies],
    )


def largest_terms() -> EventTerms:
    """All that the contract allows, in letters that take four bytes each."""
    bodies = [_body(number) for number in range(100)]
    return EventTerms(
        subject=f"{bodies[0]}/{_slug(0)}",
        version=2**53 - 1,
        plan=largest_plan(bodies[0]),
        parties=[
            Party(
                body=body,
                networks=[f"{body}/{_slug(number)}" for number in range(5)],
                cash_percent=100,
                kind_percent=100,
                duties=[WIDE * 80] * 5,
            )
            for body in bodies
        ],
        cost_pence=100_000_000,
        seats=[Seats(part=_slug(n), quotas=dict.fromkeys(bodies[:50], 10**8), pool=10**8) for n in range(45)],
        delegates=[
            Delegation(network=f"{bodies[0]}/{_slug(n)}", part=_slug(0), places=100, guest=_slug(n)) for n in range(40)
        ],
        exchanges=[Exchange(body=bodies[0], part=_slug(0), places=100_000, against=WIDE * 160)] * 16,
        return_days=365,
        branding=WIDE * 300,
        rule="unanimity",
        leaving="ended",
        guest_hosts=[GuestHost(name=WIDE * 160, url=f"https://{WIDE * 492}", gives=WIDE * 80, guest=_slug(0))] * 10,
        sponsors=[Sponsor(name=WIDE * 160, what_for=WIDE * 80, shown=WIDE * 80)] * 10,
        data_fields=["access-needs"] * 3,
        data_kept_days=365,
        deputies=bodies[:MOST_PARTIES],
        silence_days=90,
        succession=[_largest_change(bodies[:MOST_PARTIES])] * MOST_LEADS,
    )


def test_the_largest_agreement_fits_into_a_letter() -> None:
    terms = largest_terms()
    letter = AgreementProposed(subject=terms.subject, terms=terms, hash="0" * 64)
    record = of_message(letter)
    size, bound = len(record.value or b""), most("events.agreement-proposed.v1.json")
    assert record.read().message == letter
    assert 0.98 * bound < size <= bound < LETTER  # what the test above goes by is neither too little nor much too much
