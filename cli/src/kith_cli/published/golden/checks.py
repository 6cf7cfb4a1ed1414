"""The golden message of checks: an officer says why one is not followed."""

from kith_cli.published.golden.golden import Golden
from kith_contracts.events.checks import SetCheckAside


def of_checks() -> list[Golden]:
    why = "Our members live in nine countries; we meet online on purpose."
    aside = SetCheckAside(network="iop/women-in-physics", check="0f1e2d3c4b5a6978", why=why)
    return [Golden(aside, "iop", "iop/systems/website")]
