"""Ports for servers that are started a moment later."""

import pytest

from kith_lab.servers import ports


def test_a_port_that_was_given_out_is_not_given_again_before_its_server_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = ports.free_port()
    monkeypatch.setattr(ports, "_FIRST", port)
    monkeypatch.setattr(ports, "_LAST", port)
    assert ports.is_free(port)
    assert ports.free_port() != port
