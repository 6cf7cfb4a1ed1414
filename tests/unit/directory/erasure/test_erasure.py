"""The directory forgets a person: at once here, by the other services of home, and a second time to be sure."""

from datetime import timedelta

from support.directory.people import ADMIT, FORUM, JOIN, PERSON, enrol, home
from support.speaking import NOW, Node, said

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.erasure import (
    ForgetDeliveries,
    ForgetPerson,
    ForgetRegistrations,
    PursueForgetting,
    Receipt,
    RecordForgetting,
)
from kith_directory.erasure.home import DAILY, SECOND_LOOK, Forgetting
from kith_directory.people.person import Person

FORGET = ForgetPerson(person=PERSON)


def cleared(forgetting: Forgetting, service: str, *receipts: Receipt) -> RecordForgetting:
    return RecordForgetting(
        forgetting=forgetting.forgetting, service=service, cleared=not receipts, receipts=list(receipts)
    )


def receipt(**more: object) -> Receipt:
    return Receipt.model_validate({"receipt": "a" * 32, "body": "iop", "asked": NOW, **more})


def forgotten() -> tuple[Node, Forgetting]:
    node = home()
    node.hear(JOIN)
    node.hear(FORGET)
    (forgetting,) = node.all(Forgetting)
    return node, forgetting


def test_nothing_of_the_person_stays_and_what_stays_names_nobody() -> None:
    node, forgetting = forgotten()
    assert not node.all(Person)
    assert not [state for state in node.states.values() if PERSON in state.model_dump_json()]
    assert FORUM not in forgetting.model_dump_json()


def test_the_other_services_are_asked_and_the_facts_are_buried() -> None:
    decision = home().hear(FORGET)
    assert {type(each) for each in decision.says} == {ForgetRegistrations, ForgetDeliveries}
    assert decision.erases == PERSON
    assert {each.key for each in decision.tombstones} == {PERSON, f"refused/{PERSON}"}


def test_the_key_is_destroyed_when_the_services_of_home_need_it_no_more() -> None:
    node, forgetting = forgotten()
    assert not node.hear(cleared(forgetting, "events")).destroys
    decision = node.hear(cleared(forgetting, "notify"))
    assert decision.destroys == node.keyed("person", PERSON)
    assert not node.hear(cleared(forgetting, "notify")).destroys, "once is enough"


def test_it_is_looked_again_when_no_process_can_hold_the_key_and_then_it_is_done() -> None:
    node, forgetting = forgotten()
    for service in ("events", "notify"):
        node.hear(cleared(forgetting, service))
    again = PursueForgetting(person=PERSON, forgetting=forgetting.forgetting)
    calm = NOW + SECOND_LOOK
    decision = node.hear(again, now=calm)
    assert {type(each) for each in decision.says} == {ForgetRegistrations, ForgetDeliveries}
    assert [due.at for due in decision.due] == [calm + DAILY]
    for service in ("events", "notify"):
        node.hear(cleared(forgetting, service), now=calm + timedelta(seconds=1))
    assert node.hear(again, now=calm + DAILY) == NOTHING


def test_a_service_that_is_silent_is_asked_each_day() -> None:
    node, forgetting = forgotten()
    calm = NOW + SECOND_LOOK
    node.hear(cleared(forgetting, "events"), now=calm)
    again = PursueForgetting(person=PERSON, forgetting=forgetting.forgetting)
    for day in range(3):
        decision = node.hear(again, now=calm + DAILY * day)
        assert [type(each) for each in decision.says] == [ForgetDeliveries]


def test_receipts_are_kept_and_the_newest_word_counts() -> None:
    node, forgetting = forgotten()
    node.hear(cleared(forgetting, "events", receipt()))
    node.hear(cleared(forgetting, "events", receipt(answered=NOW, deleted=["places"])))
    (kept,) = node.all(Forgetting)
    assert [(each.body, each.deleted) for each in kept.receipts.values()] == [("iop", ["places"])]
    assert "events" not in kept.services


def test_whom_nobody_knows_cannot_be_forgotten_and_an_unknown_forgetting_changes_nothing() -> None:
    node, forgetting = forgotten()
    assert node.refusal(FORGET) == ("person-unknown", "person")
    stranger = cleared(forgetting, "events").model_copy(update={"forgetting": "b" * 32})
    assert node.hear(stranger) == NOTHING
    assert node.hear(PursueForgetting(person=PERSON, forgetting="b" * 32)) == NOTHING


def test_others_stay_as_they_are() -> None:
    node = home()
    node.hear(enrol(person="person-0002"))
    node.hear(ADMIT)
    decision: Decision = node.hear(FORGET)
    assert [person.person for person in node.all(Person)] == ["person-0002"]
    assert not said(decision, PursueForgetting)
