"""Each owner keeps the versions of the text that it has seen, to lay any two side by side."""

from support.directory.shared import NETWORK, OWNERS, Directories

from kith_commons.agreement.differences import changes
from kith_commons.agreement.versions import KEPT
from kith_contracts.directory.terms import NetworkTerms
from kith_directory.shared_networks.template import SHARED_NETWORK
from kith_directory.shared_networks.versions import NetworkText, text_at


def kept(federation: Directories, body: str, version: int) -> NetworkTerms | None:
    found = federation.nodes[body].states.get(text_at(NETWORK, version).path)
    return found.terms if isinstance(found, NetworkText) and found.terms.version == version else None


def test_owners_keep_the_versions_that_they_were_sent() -> None:
    federation = Directories().founded()
    federation.amended(moderated=True)
    federation.amended(notice_days=60)
    for body in OWNERS:
        first, third = kept(federation, body, 1), kept(federation, body, 3)
        assert first
        assert third
        assert {each.clause for each in changes(SHARED_NETWORK, first, third)} == {"notice", "writing"}
    assert kept(federation, "rsc", 1) is None


def test_what_is_kept_has_an_end() -> None:
    federation = Directories().founded()
    for days in range(KEPT):
        federation.amended(silence_days=2 + days)
    assert kept(federation, "bcs", 1) is None
    assert kept(federation, "bcs", 2)
    assert sum(isinstance(each, NetworkText) for each in federation.nodes["bcs"].states.values()) == KEPT
