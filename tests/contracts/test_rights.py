"""Rights follow from the slug alone, and no slug lets one body into what is another's."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kith_contracts.access.cluster import Right, principals_of, quota_of, rights_of, systems_of
from kith_contracts.registry import topics_for
from kith_contracts.topics import Channel, address_of
from kith_contracts.words import BodySlug


def _is_slug(text: str) -> bool:
    try:
        TypeAdapter(BodySlug).validate_python(text)
    except ValidationError:
        return False
    return True


SLUGS = st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True).filter(_is_slug)


_rights_of = cache(rights_of)


def may(principal: str, operation: str, resource: str, name: str, bodies: list[str]) -> bool:
    """What the cluster would say."""
    return any(
        right.principal == principal
        and right.operation == operation
        and right.resource == resource
        and _fits(right, name)
        for body in bodies
        for right in _rights_of(body)
    )


def _fits(right: Right, name: str) -> bool:
    return name.startswith(right.name) if right.pattern == "prefixed" else name == right.name


@settings(deadline=None, max_examples=40)
@given(SLUGS, SLUGS)
def test_a_body_writes_and_reads_what_is_its_own_and_what_is_for_all(own: str, other: str) -> None:
    for body in (own, other if other != own else own + "x", own + "0"):
        for topic in topics_for([body]):
            address = address_of(topic.name)
            assert address
            mine = address.body == own
            writes = address.channel is Channel.INBOX or (mine and address.channel is not Channel.REGISTRY)
            reads = mine or address.channel in (Channel.SHARED, Channel.REGISTRY)
            assert may(own, "write", "topic", topic.name, [own, body]) == writes
            assert may(own, "read", "topic", topic.name, [own, body]) == reads


@settings(deadline=None, max_examples=40)
@given(SLUGS, SLUGS)
def test_systems_see_no_person_and_no_letter(own: str, other: str) -> None:
    for body in {own, other, own + "0"}:
        for topic in topics_for([body]):
            address = address_of(topic.name)
            assert address
            private = address.body == own and address.channel in (Channel.PRIVATE_COMMANDS, Channel.PRIVATE_FACTS)
            reads = private or address.channel is Channel.SHARED
            writes = address.body == own and address.channel is Channel.PRIVATE_COMMANDS
            assert may(systems_of(own), "read", "topic", topic.name, [own, body]) == reads
            assert may(systems_of(own), "write", "topic", topic.name, [own, body]) == writes


@settings(deadline=None, max_examples=40)
@given(SLUGS, SLUGS)
def test_nobody_takes_part_in_anothers_group(own: str, other: str) -> None:
    for principal in principals_of(own):
        groups = {f"{principal}.events", f"{principal}.events.views"}
        assert all(may(principal, "read", "group", group, [own]) for group in groups)
        others = {f"{each}.events" for body in (own, other, own + "0") for each in principals_of(body)} - groups
        assert not any(may(principal, "read", "group", group, [own]) for group in others)


def test_all_rights_allow_and_none_is_to_create_to_delete_or_to_change() -> None:
    rights = rights_of("alpha")
    assert {right.operation for right in rights} == {"read", "write", "describe"}
    assert {(right.permission, right.host) for right in rights} == {("allow", "*")}
    assert {right.resource for right in rights} == {"topic", "group"}
    assert all(right.name.endswith(".") for right in rights if right.pattern == "prefixed")


def test_systems_have_a_smaller_share_than_services() -> None:
    assert all(small < large for small, large in zip(quota_of("alpha-systems"), quota_of("alpha"), strict=True))
