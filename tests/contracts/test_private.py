"""Nothing about people, and nothing unclassified, on topics that others read: however deep it stands, at test and at
run time.
"""

# mypy: disable-error-code="misc, call-arg, valid-type"

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Final

import pytest
from pydantic import Field
from support.vaults import new_vault

from kith_chassis.path.wire import record
from kith_contracts.events.places import AskForPlaces
from kith_contracts.message import Aggregate, Body, Contract, Fact, Personal, Public
from kith_contracts.registry import MODELS
from kith_contracts.rules import violations
from kith_contracts.topics import Channel
from kith_contracts.words import EntryCode, FullName, MailAddress, PersonId, Pseudonym, Section, Slug, Version


class Member(Section):
    """Someone."""

    name: Personal[Slug]


class Row(Section):
    """A row, with someone in it."""

    member: Public[Member]


class Bare(Section):
    """A section that has forgotten the class of a field."""

    word: Slug


def fact(annotation: Any, channel: Channel = Channel.SHARED) -> type[Fact]:
    """A fact with this field, which keeps every other rule."""

    class ThingTold(Fact):
        """A thing is told."""

        contract: ClassVar = Contract("thing-told", "events", channel, key=("event",))
        event: Public[FullName]
        field: annotation
        version: Public[Version]

    return ThingTold


def at_most(annotation: Any) -> Any:
    return Annotated[annotation, Field(max_length=3)]


HIDDEN: Final = {
    "a personal field": Personal[Slug],
    "a field of a body's own": Body[Slug],
    "a section": Public[Member],
    "a section in a section": Public[Row],
    "a section that may be absent": Public[Member | None],
    "a list of sections": Public[at_most(list[Row])],
    "a map of sections": Public[at_most(dict[Slug, Row])],
    "a map of lists of sections": Public[at_most(dict[Slug, at_most(list[Member])])],
    "a class inside a list": Public[at_most(list[Personal[Slug]])],
    "a class inside a map": Public[at_most(dict[Slug, Personal[Slug]])],
    "a class on the key of a map": Public[at_most(dict[Personal[Slug], Slug])],
    "no class": Slug,
    "no class in a section": Public[Bare],
    "no class in a list of sections": Public[at_most(list[Bare])],
}
MISLABELLED: Final = {
    "a person's id": Public[PersonId],
    "a list of ids": Public[at_most(list[PersonId])],
    "a map by id": Public[at_most(dict[PersonId, Slug])],
    "a map of maps by id": Public[at_most(dict[Slug, at_most(dict[PersonId, Slug])])],
    "an address": Public[MailAddress | None],
    "a pseudonym": Public[Pseudonym],
    "an entry code": Aggregate[EntryCode],
}


@pytest.mark.parametrize("annotation", [*HIDDEN.values(), *MISLABELLED.values()], ids=[*HIDDEN, *MISLABELLED])
def test_it_is_found_at_test_time_and_refused_at_run_time(annotation: Any) -> None:
    model = fact(annotation)
    assert violations(model)
    told = model.model_construct(event="iop/day", field="x", version=1)
    with pytest.raises(ValueError, match=r"ThingTold|Bare"):
        record(told, to="iop", source="urn:kith:source:iop/events", id="1", now=datetime.now(UTC), vault=new_vault())


@pytest.mark.parametrize("channel", [Channel.PRIVATE_FACTS, Channel.INBOX])
def test_an_id_is_kept_off_what_a_bodys_systems_and_other_bodies_read(channel: Channel) -> None:
    assert violations(fact(Body[PersonId], channel))
    assert bool(violations(fact(Body[Pseudonym], channel))) == (channel is Channel.PRIVATE_FACTS)


def test_a_fact_that_is_private_enough_is_sent() -> None:
    told = fact(Public[at_most(dict[Slug, Slug])]).model_construct(event="iop/day", field={"a": "b"}, version=1)
    sent = record(told, to="iop", source="urn:kith:source:iop/events", id="1", now=datetime.now(UTC), vault=new_vault())
    assert sent.key == b"iop/day"


async def test_no_header_and_no_key_holds_what_is_personal() -> None:
    vault = new_vault()
    await vault.ensure(["p-0123456789"])
    wish = AskForPlaces(person="p-0123456789", event="iop/returning-to-work", parts=["circle"])
    sent = record(wish, to="bcs", source="urn:kith:source:bcs/events", id="1", now=datetime.now(UTC), vault=vault)
    envelope = b" ".join([sent.topic.encode(), sent.key, *[name.encode() + value for name, value in sent.headers]])
    assert not [word for word in (b"circle", b"returning") if word in envelope]


def test_the_key_of_what_others_read_is_made_of_public_words(subtests: pytest.Subtests) -> None:
    for model in MODELS.values():
        with subtests.test(model.__name__):
            if model.contract.channel in (Channel.SHARED, Channel.REGISTRY):
                classes = [model.model_fields[name].metadata for name in model.contract.key]
                assert all("public" in marks for marks in classes)
