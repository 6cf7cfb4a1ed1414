"""A network within a network: where it may be, and that nobody learns from it of one that only invitation finds."""

from typing import Any

import pytest
from support.directory.networks import charter
from support.speaking import NOW, FakeViews, Node, finished, said

from kith_contracts.directory.charters import Findable
from kith_contracts.directory.networks import (
    CharterNetwork,
    DescribeNetwork,
    NetworkPublished,
    NetworkUpdated,
    SetNetworkStatus,
)
from kith_directory.handlers import HANDLERS
from kith_directory.networks import parts
from kith_directory.networks.feeds import linked
from kith_directory.networks.listings import Listing, parts_tag
from kith_directory.networks.network import Network
from kith_directory.networks.parts import Family

WHERE = "charter.part_of"


def full(name: str | None) -> str | None:
    return name and f"rsc/{name}"


def found(name: str, part_of: str | None = None, findable: Findable = "everyone") -> CharterNetwork:
    return CharterNetwork(network=f"rsc/{name}", charter=charter(findable, part_of=full(part_of)))


def moved(name: str, part_of: str | None, findable: Findable = "everyone", **changes: Any) -> DescribeNetwork:
    return DescribeNetwork(network=f"rsc/{name}", charter=charter(findable, part_of=full(part_of), **changes))


def end(name: str) -> SetNetworkStatus:
    return SetNetworkStatus(network=f"rsc/{name}", status="ended")


def body(*networks: CharterNetwork) -> Node:
    node = Node(HANDLERS, "rsc")
    for each in networks:
        node.hear(each)
    return node


def country() -> Node:
    """A network, a region of it, and a town of that."""
    return body(found("women"), found("north", "women"), found("york", "north"))


def below(node: Node, name: str, *served: str) -> list[str]:
    family: Family = node.state(Family.at("rsc"))
    return family.seen_below(f"rsc/{name}", served)


# Where it may be


def test_a_region_says_what_it_is_a_part_of_to_everyone() -> None:
    node = body(found("women"))
    (public,) = said(node.hear(found("north", "women")), NetworkPublished)
    assert public.charter
    assert public.charter.part_of == "rsc/women"
    assert below(node, "women") == ["rsc/north"]


@pytest.mark.parametrize(
    ("part_of", "code"),
    [
        ("rsc/nowhere", "parent-unknown"),
        ("rsc/south", "parent-itself"),
        ("iop/women", "parent-elsewhere"),
        ("rsc/york", "parent-too-deep"),
        ("rsc/over", "parent-ended"),
    ],
)
def test_a_network_is_not_chartered_there(part_of: str, code: str) -> None:
    node = country()
    node.hear(found("over"))
    node.hear(end("over"))
    assert node.refusal(CharterNetwork(network="rsc/south", charter=charter(part_of=part_of))) == (code, WHERE)
    assert "network/rsc/south" not in node.states


def test_two_steps_down_is_the_end_whichever_end_is_moved() -> None:
    node = body(found("all"), found("women"), found("north", "women"), found("york", "north"))
    assert node.refusal(moved("women", "all")) == ("parent-too-deep", WHERE)
    node.hear(moved("york", None))
    node.hear(moved("women", "all"))
    assert node.refusal(found("leeds", "north")) == ("parent-too-deep", WHERE)


def test_no_network_is_a_part_of_what_is_a_part_of_it() -> None:
    for parent in ("north", "york"):
        assert country().refusal(moved("women", parent)) == ("parent-circle", WHERE)


def test_a_part_moves_and_leaves() -> None:
    node = country()
    node.hear(found("men"))
    node.hear(moved("north", "men"))
    assert (below(node, "women"), below(node, "men")) == ([], ["rsc/north"])
    (public,) = said(node.hear(moved("north", None)), NetworkPublished)
    assert public.charter
    assert public.charter.part_of is None
    assert below(node, "men") == []


def test_there_are_so_many_parts_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_PARTS", 2)
    node = country()
    assert node.refusal(found("south", "women")) == ("too-many-parts", WHERE)
    node.hear(moved("york", "women"))
    node.hear(end("york"))
    node.hear(found("south", "women"))


# Hidden ones


def test_what_can_be_found_never_names_what_only_invitation_finds() -> None:
    node = body(found("pride", None, "invitation"))
    listed: tuple[Findable, ...] = ("everyone", "name-only")
    for findable in listed:
        assert node.refusal(found("north", "pride", findable)) == ("parent-hidden", WHERE)
    assert not said(node.hear(found("north", "pride", "invitation")), NetworkPublished)
    assert node.refusal(moved("north", "pride")) == ("parent-hidden", WHERE)


def test_a_network_does_not_hide_while_what_can_be_found_names_it() -> None:
    node = country()
    assert node.refusal(moved("women", None, "invitation")) == ("part-listed", "charter.findable")
    node.hear(end("york"))
    node.hear(moved("north", "women", "invitation"))
    node.hear(moved("women", None, "invitation"))


def test_a_hidden_part_is_shown_to_who_serves_it_and_to_nobody_else() -> None:
    node = body(found("women"), found("quiet", "women", "invitation"), found("north", "women"))
    assert below(node, "women") == ["rsc/north"]
    assert below(node, "women", "rsc/quiet") == ["rsc/north", "rsc/quiet"]
    assert not node.decide(moved("women", None, "invitation"), now=NOW).says, "north is listed"
    node.hear(moved("north", None))
    node.hear(moved("women", None, "invitation"))  # a refusal would tell its officers of the quiet one


def test_trying_names_finds_no_hidden_network() -> None:
    node = body(found("pride", None, "invitation"), found("other", None, "invitation"), found("north"))
    sentences = set()
    networks: tuple[tuple[str, Findable], ...] = (("north", "everyone"), ("other", "invitation"))
    for name, findable in networks:
        for tried in ("pride", "nowhere"):
            refusal = node.decide(moved(name, tried, findable)).refusal
            assert refusal
            sentences.add(refusal)
    assert [refusal.code for refusal in sentences] == ["parent-unknown"]


# Later


def test_a_part_outlives_what_it_was_a_part_of_and_then_says_so_no_more() -> None:
    node = country()
    node.hear(end("women"))
    assert node.refusal(moved("north", "women", purpose="Another.")) == ("parent-ended", WHERE)
    node.hear(moved("north", None, purpose="Another."))
    assert below(node, "north") == ["rsc/york"]


def test_what_has_ended_is_part_of_nothing() -> None:
    node = country()
    own, public = node.hear(end("york")).says
    assert isinstance(own, NetworkUpdated)
    assert isinstance(public, NetworkPublished)
    assert public.charter
    assert (own.charter.part_of, public.charter.part_of, public.status) == (None, None, "ended")
    assert below(node, "north") == []


def test_who_makes_a_part_writes_the_parent_too_so_that_nobody_hides_it_meanwhile() -> None:
    decision = body(found("women")).hear(found("north", "women"))
    assert {state.path for state in decision.states} == {"network/rsc/north", "family/rsc", "network/rsc/women"}
    unmoved = body(found("women")).hear(moved("women", None, purpose="Another."))
    assert [type(state) for state in unmoved.states] == [Network]


# As others see it


def test_parts_are_found_by_what_they_are_part_of_and_not_by_what_another_body_claims() -> None:
    public = NetworkPublished(
        network="rsc/north", name="North", purpose="To meet.", how_to_ask="Write.", status="active", version=1
    )
    node = Node(HANDLERS, "bcs")
    for network, above in (("rsc/north", "rsc/women"), ("liar/north", "rsc/women"), ("liar/south", "liar/women")):
        whole = charter(part_of=above)
        node.hear(public.model_copy(update={"network": network, "charter": whole}), network.partition("/")[0])
    page = finished(FakeViews(node).tagged(Listing, (parts_tag("rsc/women"),), "", 9))
    assert [each.id for each in page] == ["rsc/north"]


def test_linked_data_put_a_part_below_its_network() -> None:
    public = NetworkPublished(
        network="rsc/north", name="North", purpose="To meet.", how_to_ask="Write.", status="active", version=1
    )
    alone = linked(public, "RSC", None)["parentOrganization"]
    part = linked(public.model_copy(update={"charter": charter(part_of="rsc/women")}), "RSC", None)
    assert part["parentOrganization"]["parentOrganization"] == alone
