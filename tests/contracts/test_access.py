"""Who may do what: the decision on each line of the table, for each role."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_contracts.access.grants import OWN_PAGES
from kith_contracts.access.table import TABLE, Grant, Principal, Role, Scope, Subject, Verdict, grants_of, judge

HERE = Subject("bcs", "p-00000001", frozenset({"bcs/forum"}))
PERSONAL = {
    "directory-leave-audiences",
    "notify-mail",
    "notify-set-mail-preferences",
    "notify-set-network-mail",
    "directory-join-network",
    "directory-leave-network",
    "directory-hand-over-office",
    "directory-answer-office",
    "directory-step-down",
    "directory-choose-visibility",
    "directory-person",
    "directory-send-report",
    "directory-own-reports",
    "directory-put-notice",
    "events-ask-for-places",
    "events-accept-offers",
    "events-give-up-places",
    "events-tell-host",
    "events-answer-ask",
    "events-own-asks",
    "events-answer-speaking",
    "events-own-speaking",
    "events-registrations",
    "events-own-draw",
    "events-say-action",
    "events-finish-action",
    "events-actions",
    "events-introductions",
    "events-answer-introduction",
    "events-say-how-it-went",
    "events-facilitating",
    "events-facilitate-introduction",
    "events-write-notes",
    "events-calendar-link",
    "events-make-calendar-link",
    "events-revoke-calendar-link",
    "notify-messages",
}
IN_NETWORKS = {"directory-seen-by-members", "directory-own-library", "directory-inside", "directory-round-up"}
IN_NETWORKS |= {"directory-guest-networks", "directory-shared-inside", "directory-shared-round-up"}
FOR_EVERYONE = {
    "directory-bodies",
    "directory-networks",
    "directory-network",
    "directory-outcome",
    "notify-outcome",
    "directory-forgetting",
    "events-events",
    "events-event",
    "events-clashes",
    "events-programme",
    "events-series",
    "events-wording",
    "events-check-wording",
    "events-templates",
    "events-outcome",
}
FOR_PAGES = {"notify-ask-link", "notify-use-link"}
FOR_THE_OFFICE = FOR_EVERYONE | {"directory-office", "events-office"}


def principal(*roles: Role, body: str = "bcs", **more: Any) -> Principal:
    return Principal("https://issuer.example", "someone", "tool", body, frozenset(roles), **more)


def allowed(who: Principal, subject: Subject = HERE) -> set[str]:
    return {line for line, grants in TABLE.items() if judge(who, grants, subject) is Verdict.ALLOWED}


def test_a_person_does_what_is_the_persons_own_and_nothing_of_others() -> None:
    for role in (Role.MEMBER, Role.GUEST):
        oneself = principal(role, person="p-00000001")
        assert allowed(oneself) == PERSONAL | FOR_EVERYONE | IN_NETWORKS | {"directory-forget-person"}
        other = principal(role, person="p-00000002")
        assert allowed(other) == FOR_EVERYONE | IN_NETWORKS
        nobody = principal(role)
        assert allowed(nobody) == allowed(other)


@pytest.mark.parametrize("line", sorted(PERSONAL))
def test_whoever_asks_for_another_person_is_not_told_that_they_may_not(line: str) -> None:
    assert judge(principal(Role.MEMBER, person="p-00000002"), TABLE[line], HERE) is Verdict.HIDDEN
    for stranger in (principal(Role.BODY_ADMIN), principal(Role.MEMBER, body="iop", person="p-00000001")):
        assert judge(stranger, TABLE[line], HERE) is Verdict.REFUSED


def test_links_are_asked_for_by_the_pages_of_the_node_alone() -> None:
    pages = principal(Role.SYSTEM)._replace(issuer=OWN_PAGES)
    assert allowed(pages) == FOR_EVERYONE | FOR_PAGES
    for role in set(Role) - {Role.SYSTEM}:
        assert not allowed(principal(role, scopes=frozenset(Scope))._replace(issuer=OWN_PAGES)) & FOR_PAGES


def test_neither_administrators_nor_systems_see_people_or_act_for_them() -> None:
    everything = frozenset(Scope)
    for who in (
        principal(Role.BODY_ADMIN, networks=frozenset({"bcs/forum"}), person="p-00000001", scopes=everything),
        principal(Role.SYSTEM, networks=frozenset({"bcs/forum"}), person="p-00000001", scopes=everything),
        principal(Role.CONSORTIUM_ADMIN, body="office", person="p-00000001", scopes=everything),
    ):
        seeing = PERSONAL | {"directory-seen-by-committee", "directory-seen-by-members", "directory-admit-to-network"}
        seeing |= {"directory-reports", "directory-own-library", "directory-offer-office"}
        assert not allowed(who) & seeing


def test_a_system_does_what_its_scopes_say_and_enrols_without_reading() -> None:
    assert allowed(principal(Role.SYSTEM)) == FOR_EVERYONE
    enrolling = principal(Role.SYSTEM, scopes=frozenset({Scope.PEOPLE_WRITE}))
    assert allowed(enrolling) == FOR_EVERYONE | {
        "directory-enrol-person",
        "directory-forget-person",
        "directory-send",
        "directory-take-in-list",
        "directory-find-columns",
        "directory-list-columns",
        "directory-keep-list-columns",
    }
    for scope in Scope:
        assert allowed(principal(Role.BODY_ADMIN, scopes=frozenset({scope}))) == allowed(principal(Role.BODY_ADMIN))
        assert allowed(principal(Role.SYSTEM, scopes=frozenset({scope}))) > FOR_EVERYONE


def test_an_officer_serves_the_networks_of_the_token_and_no_others() -> None:
    serving = principal(Role.OFFICER, networks=frozenset({"bcs/forum", "iop/forum"}))
    served = {"directory-seen-by-committee", "directory-admit-to-network", "directory-describe-network"}
    assert served <= allowed(serving)
    elsewhere = HERE._replace(networks=frozenset({"bcs/other"}))
    bound = {line for line, grants in TABLE.items() if Grant(Role.OFFICER, bound="network") in grants}
    assert not allowed(serving, elsewhere) & bound
    assert not allowed(serving, HERE._replace(networks=frozenset())) & bound
    for nothing in (frozenset[str](), frozenset({"iop/forum"})):
        assert allowed(principal(Role.OFFICER, networks=nothing)) == set(), "an officer of nothing is nobody"


def test_a_network_accepts_by_an_officer_of_its_own_and_by_nobody_else() -> None:
    yes, everything = TABLE["events-answer-agreement/network"], frozenset(Scope)
    two = HERE._replace(networks=frozenset({"bcs/forum", "bcs/circle"}))

    def says(who: Principal, subject: Subject = HERE) -> bool:
        return judge(who, yes, subject) is Verdict.ALLOWED

    assert says(principal(Role.OFFICER, networks=frozenset({"bcs/forum"})))
    for role in set(Role) - {Role.OFFICER}:
        other = principal(role, networks=frozenset({"bcs/forum"}), scopes=everything, person="p-00000001")
        assert not says(other), role
    assert not says(principal(Role.OFFICER, networks=frozenset({"bcs/forum"})), two), "not for another network"
    assert says(principal(Role.OFFICER, networks=frozenset({"bcs/forum", "bcs/circle", "bcs/more"})), two)
    assert not says(principal(Role.OFFICER, networks=frozenset({"bcs/forum"})), HERE._replace(networks=frozenset()))


def test_the_office_sees_what_everyone_may_find_at_any_body_and_is_no_body() -> None:
    office = principal(Role.CONSORTIUM_ADMIN, body="office")
    assert allowed(office) == allowed(office, HERE._replace(body="iop")) == FOR_THE_OFFICE
    assert allowed(principal(Role.CONSORTIUM_ADMIN)) == set()
    assert allowed(principal(*set(Role) - {Role.CONSORTIUM_ADMIN}, body="office", scopes=frozenset(Scope))) == set()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Principal,
        st.just("i"),
        st.just("s"),
        st.just("c"),
        st.sampled_from(["bcs", "bc", "bcsx", "iop", "office"]),
        st.frozensets(st.sampled_from(Role)),
        st.frozensets(st.sampled_from(Scope)),
        st.frozensets(st.sampled_from(["bcs/forum", "iop/forum", "bcs/x"])),
        st.sampled_from([None, "p-00000001", "p-00000002"]),
    ),
    st.sampled_from(sorted(TABLE)),
)
def test_rights_end_at_the_border_of_the_body(who: Principal, line: str) -> None:
    if who.body != "bcs" and judge(who, TABLE[line], HERE) is Verdict.ALLOWED:
        assert Role.CONSORTIUM_ADMIN in who.roles
        assert who.body == "office"
        assert line in FOR_THE_OFFICE


def test_in_whose_name_an_agreement_is_answered_decides_who_may() -> None:
    admin, officer = principal(Role.BODY_ADMIN), principal(Role.OFFICER, networks=frozenset({"bcs/forum"}))
    for who, name, verdict in (
        (admin, "body", Verdict.ALLOWED),
        (admin, "network", Verdict.REFUSED),
        (officer, "network", Verdict.ALLOWED),
        (officer, "body", Verdict.REFUSED),
    ):
        assert judge(who, grants_of("events-answer-agreement", name), HERE) is verdict
    assert {*grants_of("events-answer-agreement")} > {*grants_of("events-answer-agreement", "body")}
    for operation, name in (("events-answer-agreement", "friend"), ("directory-everybody", ""), ("", "")):
        with pytest.raises(KeyError):
            grants_of(operation, name)
