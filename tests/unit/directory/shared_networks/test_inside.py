"""Where the members of all owners talk, and round-ups among the people of one owner."""

from typing import Any, Final

import pytest
from support.directory.people import enrol
from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.announcements import WhereWeTalkSaid
from kith_contracts.directory.inside import (
    OpenRoundUp,
    PutNotice,
    SayWhereWeTalk,
    TellAnnounced,
)
from kith_contracts.directory.membership import JoinNetwork
from kith_directory.inside.round_ups import RoundUp
from kith_directory.inside.talk import Talk

LIST: Final = "https://lists.example.org/returners"
CHAT: Final = "https://chat.example.org/returners"


@pytest.fixture
def federation() -> Directories:
    return Directories().founded()


def say(federation: Directories, body: str, **what: str | None) -> None:
    federation.tell(body, SayWhereWeTalk(network=NETWORK, **what))
    federation.settle()


def where(federation: Directories) -> dict[str, tuple[str | None, str | None]]:
    found = {body: federation.nodes[body].states.get(Talk.at(NETWORK).path) for body in OWNERS}
    return {body: (each.where_we_talk, each.replies_to) for body, each in found.items() if isinstance(each, Talk)}


def test_an_officer_of_any_owner_says_where_all_talk_and_replies_go_to_the_committee_at_home(
    federation: Directories,
) -> None:
    say(federation, "ni", where_we_talk=LIST, replies_to="ni@example.org")
    assert where(federation) == {"ni": (LIST, "ni@example.org"), "iop": (LIST, None), "bcs": (LIST, None)}
    address = SayWhereWeTalk(network=NETWORK, where_we_talk="list@example.org")
    assert federation.refusal_of("bcs", address) == ("link-needed", "where_we_talk")
    say(federation, "bcs", replies_to="bcs@example.org")
    federation.days(1)
    say(federation, "iop", where_we_talk=None)
    assert where(federation) == {"ni": (None, "ni@example.org"), "iop": (None, None), "bcs": (None, "bcs@example.org")}
    assert not any("@example.org" in each for each in federation.abroad())


def test_the_newest_word_counts_whatever_comes_first(federation: Directories) -> None:
    federation.off = {"iop"}
    say(federation, "bcs", where_we_talk=LIST)
    federation.days(0.5)
    federation.off = {"iop", "bcs"}
    say(federation, "ni", where_we_talk=CHAT)
    federation.off = set()
    federation.settle()
    assert {each for each, _ in where(federation).values()} == {CHAT}


def test_where_the_lead_alone_writes_it_alone_says_where_they_talk() -> None:
    federation = Directories().founded(terms(writers="lead"))
    refused = SayWhereWeTalk(network=NETWORK, where_we_talk=LIST)
    assert federation.refusal_of("bcs", refused) == ("lead-writes", "network")
    say(federation, "bcs", replies_to="bcs@example.org")
    forged: dict[str, Any] = {"subject": NETWORK, "where_we_talk": CHAT, "at": federation.now}
    for sender, code in (("bcs", "lead-writes"), ("rsc", "network-unknown")):
        refusal = federation.nodes["ni"].refusal(WhereWeTalkSaid(**forged), sender, now=federation.now)
        assert refusal == (code, "subject")
    say(federation, "iop", where_we_talk=LIST)
    assert where(federation)["bcs"] == (LIST, "bcs@example.org")


def test_a_round_up_of_an_owner_collects_the_notices_of_its_people(federation: Directories) -> None:
    until = federation.now.replace(month=6)
    for message in (
        enrol(),
        JoinNetwork(person="person-0001", network=NETWORK),
        OpenRoundUp(network=NETWORK, round_up="may", title="Notices for May", until=until),
        PutNotice(person="person-0001", network=NETWORK, round_up="may", text="I look for a mentor."),
    ):
        federation.tell("bcs", message)
        federation.settle()
    assert federation.codes == []
    federation.days((until - federation.now).days + 1)
    found = federation.nodes["bcs"].state(RoundUp.at(NETWORK, "may"))
    assert (found.closed, len(found.notices)) == (True, 1)
    told = [body for body, each in federation.unheard if isinstance(each, TellAnnounced) and each.kind == "round-up"]
    assert told == ["bcs"]
    assert not any("mentor" in each for each in federation.abroad())
    nobody = OpenRoundUp(network=NETWORK, round_up="june", title="June", until=until)
    assert federation.refusal_of("rsc", nobody) == ("network-unknown", "network")
