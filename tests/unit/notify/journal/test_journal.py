"""What happened is numbered once, in the order in which it came, and says nothing about people."""

from support.records import SAMPLES, of_sample
from support.speaking import NOW, Node, keyed_for

from kith_chassis.decision import NOTHING, Circumstances
from kith_contracts.message import DataClass, Fact
from kith_contracts.rules import data_classes
from kith_contracts.topics import Channel
from kith_notify.handlers import HANDLERS
from kith_notify.journal.handlers import FACTS
from kith_notify.journal.journal import NAME, Entry, Journal, Stream, place, write_down


def facts() -> list[Fact]:
    """A golden one of each kind that systems may read."""
    types = {each.contract.type for each in FACTS}
    told = [of_sample(each).read().message for each in SAMPLES.values() if each["headers"]["ce_type"] in types]
    return [each for each in told if isinstance(each, Fact)]


def entry_of(fact: Fact) -> Entry:
    at = Circumstances("bcs", "bcs", NOW, "m1", keyed_for("bcs"))
    (entry,) = [each for each in write_down(at, fact, None, None).states if isinstance(each, Entry)]
    return entry


def test_every_fact_that_systems_may_read_is_written_down_with_the_next_number() -> None:
    node = Node(HANDLERS, "bcs")
    told = facts()
    assert {type(each) for each in told} == {*FACTS}
    for number, fact in enumerate(told, 1):
        node.hear(fact, "iop")
        entry: Entry = node.state(Entry.at(place(number)))
        assert (entry.number, entry.type, entry.key) == (number, fact.contract.type, fact.key)
        event = entry.told()
        assert type(fact).model_validate(event.data) == fact, "all of it, and as its contract says"
        assert event.dataschema == fact.contract.schema
        assert event.source == f"urn:kith:source:iop/{fact.contract.service}"
    assert node.state(Journal.at(NAME)).last == len(told)


def test_nothing_of_it_is_personal() -> None:
    for fact in FACTS:
        assert DataClass.PERSONAL not in data_classes(fact), fact


def test_a_topic_that_is_read_again_is_not_written_down_again() -> None:
    fact = next(each for each in facts() if each.contract.channel is Channel.SHARED)
    at = Circumstances("bcs", "iop", NOW, "a1b2.7", keyed_for("bcs"), correlation="cause")
    first = write_down(at, fact, None, None)
    journal, entry, stream = first.states
    assert isinstance(entry, Entry)
    assert isinstance(journal, Journal)
    assert isinstance(stream, Stream)
    assert (entry.told().correlationid, entry.told().sequence) == ("cause", "000000000001")
    assert write_down(at, fact, journal, stream) == NOTHING
    assert write_down(at._replace(id="a1b2.6"), fact, journal, stream) == NOTHING
    assert write_down(at._replace(id="a1b2.8"), fact, journal, stream).states[0] == Journal(last=2)


def test_facts_of_one_stream_on_other_topics_are_all_written_down_in_whatever_order_they_come() -> None:
    """A service numbers what it says on all topics together, and partitions are read beside each other."""
    node = Node(HANDLERS, "bcs")
    mixed = [each for each in facts() if each.contract.service == "directory"]
    for number, fact in reversed([*enumerate(mixed, 1)]):
        handler, at = node.handlers[type(fact)], Circumstances("bcs", "bcs", NOW, f"a1b2.{number}", keyed_for("bcs"))
        loaded = {name: [node.states.get(ref.path) for ref in refs] for name, refs in handler.refs(fact, at).items()}
        states = handler.call(at, fact, loaded, {}).states
        if fact.contract.channel is not Channel.SHARED:
            assert any(isinstance(each, Entry) for each in states), fact
        node.states |= {each.path: each for each in states}


def test_it_is_found_by_what_it_is_about() -> None:
    names = {type(each).__name__: entry_of(each).names for each in facts()}
    assert names["NetworkPublished"] == ("bcs/womens-forum",)
    assert all(names[each] for each in ("EventPublished", "AgreementUpdated", "HoldUpdated", "GrantUpdated"))
