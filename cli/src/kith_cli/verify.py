"""`kith topics verify`: tries what each principal may do and what not, with the real credentials, and shows it."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from kith_cli.cluster.matrix import Check, access_matrix, unexpected
from kith_cli.names import Body
from kith_cli.reach import Reach
from kith_cli.topics import AsJson

FINE, FAILED = 0, 1


def verify(
    own: Body,
    other: Body,
    *,
    reach: Reach,
    inside: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    everything: Annotated[bool, Parameter("--all", negative="")] = False,
    as_json: AsJson = False,
) -> int:
    """Try everything that a body may do, and may not, beside another one. Nothing that is tried has an effect.

    The credentials of both, of their systems and of the office must be in the folder of keys. The exit code is 0 when
    all is as it should be.

    Parameters
    ----------
    own
        A body, `alpha`.
    other
        Another one, `alphabet`: best is one whose slug begins like that of the first.
    inside
        Addresses at which brokers and controllers speak among themselves, if these can be reached: nobody may log in.
    everything
        Show all lines, and not only those that are not as they should be.
    as_json
        Print `{"checks", "unexpected", "lines"}` for programs.
    """
    checks = asyncio.run(access_matrix(reach.as_principal(), own, other, inside))
    wrong = unexpected(checks)
    if as_json:
        print(json.dumps({"checks": len(checks), "unexpected": len(wrong), "lines": [asdict(each) for each in checks]}))
    else:
        _show(checks if everything else wrong)
        print(f"{len(checks)} checks, {len(wrong)} not as expected.")
        if wrong:
            print("Next: kith topics plan shows rights that differ; a line that is unreachable says why")
    return FAILED if wrong else FINE


def _show(checks: list[Check]) -> None:
    table = Table("who", "tries to", "should be", "is", "because")
    for each in checks:
        style = "" if each.as_expected else "bold red"
        table.add_row(each.who, each.what, each.expected, each.found, each.why, style=style)
    if checks:
        Console().print(table)
