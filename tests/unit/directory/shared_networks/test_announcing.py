"""An officer of any owner writes, and the members of all owners are told, each once and at home."""

import pytest
from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.announcements import AnswerAnnouncement
from kith_contracts.directory.inside import Announce, TellAnnounced
from kith_contracts.directory.leads import HandOver, TakeOver
from kith_contracts.message import Message
from kith_directory.inside.announcements import Announcement
from kith_directory.inside.owners import WaitingAnnouncement

SPRING = Announce(network=NETWORK, announcement="spring", text="We meet on 4 May.")
CORRECTED = SPRING.model_copy(update={"text": "We meet on 5 May."})
TAKEN_BACK = SPRING.model_copy(update={"text": ""})


def says(federation: Directories, body: str, message: Message) -> None:
    federation.tell(body, message)
    federation.settle()


def read(federation: Directories) -> dict[str, dict[str, str]]:
    """What is announced at each home, by name."""
    return {
        body: {each.announcement: each.text for each in federation.nodes[body].all(Announcement)} for body in OWNERS
    }


def alike(what: dict[str, str]) -> dict[str, dict[str, str]]:
    """The same at each home."""
    return dict.fromkeys(OWNERS, what)


def told(federation: Directories) -> list[tuple[str, str]]:
    """Who was told of an announcement: the body, and the name."""
    return sorted(
        (body, message.name)
        for body, message in federation.unheard
        if isinstance(message, TellAnnounced) and message.kind == "announcement"
    )


@pytest.mark.parametrize("author", OWNERS)
def test_the_members_of_all_owners_are_told_once_whoever_writes(author: str) -> None:
    federation = Directories().founded()
    says(federation, author, SPRING)
    name = f"{author}-spring"
    assert read(federation) == alike({name: "We meet on 4 May."})
    says(federation, author, SPRING)
    says(federation, author, CORRECTED)
    assert read(federation) == alike({name: "We meet on 5 May."})
    assert told(federation) == sorted((body, name) for body in OWNERS)
    says(federation, author, TAKEN_BACK)
    assert read(federation) == alike({})


def test_two_owners_may_choose_the_same_name() -> None:
    federation = Directories().founded()
    says(federation, "bcs", SPRING)
    says(federation, "ni", CORRECTED)
    assert read(federation)["iop"] == {"bcs-spring": "We meet on 4 May.", "ni-spring": "We meet on 5 May."}


def test_a_home_tells_its_own_people_at_once_also_while_the_lead_is_down() -> None:
    federation = Directories().founded()
    federation.off.add("iop")
    says(federation, "bcs", SPRING)
    assert read(federation) == {"iop": {}, "bcs": {"bcs-spring": "We meet on 4 May."}, "ni": {}}
    federation.off.clear()
    federation.settle()
    assert told(federation) == sorted((body, "bcs-spring") for body in OWNERS)


def test_what_a_lost_lead_has_not_passed_on_goes_by_the_next_when_it_is_sent_again() -> None:
    federation = Directories().founded()
    federation.off.add("iop")
    says(federation, "bcs", SPRING)
    federation.days(4)
    says(federation, "bcs", TakeOver(subject=NETWORK))
    says(federation, "bcs", SPRING)
    assert {body: [*read(federation)[body]] for body in ("bcs", "ni")} == {"bcs": ["bcs-spring"], "ni": ["bcs-spring"]}


def test_where_the_text_says_so_an_officer_of_the_lead_reads_it_first() -> None:
    federation = Directories().founded(terms(moderated=True))
    says(federation, "ni", SPRING)
    assert read(federation) == alike({})
    answer = AnswerAnnouncement(network=NETWORK, by="ni", announcement="spring", answer="passed")
    says(federation, "iop", answer)
    assert told(federation) == sorted((body, "ni-spring") for body in OWNERS)
    assert not [each for body in OWNERS for each in federation.nodes[body].all(WaitingAnnouncement)]
    assert federation.refusal_of("iop", answer) == ("announcement-unknown", "announcement")
    assert federation.refusal_of("bcs", answer) == ("lead-changed", "network")


def test_an_announcement_is_declined_with_a_reason_that_its_officers_read() -> None:
    federation = Directories().founded(terms(moderated=True))
    says(federation, "ni", SPRING)
    answer = AnswerAnnouncement(network=NETWORK, by="ni", announcement="spring", answer="declined")
    assert federation.refusal_of("iop", answer) == ("sentence-missing", "sentence")
    says(federation, "iop", answer.model_copy(update={"sentence": "It is out already."}))
    (waiting,) = federation.nodes["ni"].all(WaitingAnnouncement)
    assert waiting.declined == "It is out already."
    assert read(federation) == alike({})
    says(federation, "ni", TAKEN_BACK)
    assert not federation.nodes["ni"].all(WaitingAnnouncement)


def test_where_the_lead_alone_writes_others_are_refused_and_so_is_a_stranger() -> None:
    federation = Directories().founded(terms(writers="lead"))
    assert federation.refusal_of("ni", SPRING) == ("lead-writes", "network")
    assert federation.refusal_of("rsc", SPRING) == ("network-unknown", "network")
    says(federation, "iop", HandOver(subject=NETWORK, to="ni"))
    says(federation, "ni", SPRING)
    assert told(federation) == sorted((body, "ni-spring") for body in OWNERS)


def test_a_name_that_would_be_too_long_is_refused() -> None:
    federation = Directories().founded()
    long = SPRING.model_copy(update={"announcement": "a" * 57})
    assert federation.refusal_of("bcs", long) == ("name-too-long", "announcement")
