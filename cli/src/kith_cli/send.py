"""`kith send`: a command to a node, and its outcome."""

import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final

import httpx2
from cyclopts import App, Parameter

from kith_cli.environment import given
from kith_cli.errors import StackError
from kith_cli.names import Body
from kith_contracts.access.table import TABLE, grants_of
from kith_contracts.message import Command
from kith_contracts.registry import MODELS

COMMANDS: Final = {
    service: sorted(
        model.contract.name
        for model in MODELS.values()
        if issubclass(model, Command)
        and model.contract.service == service
        and f"{service}-{model.contract.name}" in TABLE
    )
    for service in ("directory", "events", "notify")
}
"""What may be sent over HTTP, by service."""
LISTED: Final = """Reads KITH_NODE_URL (or --node) and KITH_TOKEN. The token is never an argument: others on the machine
can read arguments.

"""
app = App(
    name="send",
    help_epilogue=LISTED + "\n\n".join(f"Commands of {name}: {', '.join(each)}." for name, each in COMMANDS.items()),
)
LONGEST_WAIT: Final = 30.0


def _web_address(_type: object, value: str) -> None:
    if not value.startswith(("http://", "https://")):
        raise ValueError("The address of a node begins with http:// or https://.")


NodeUrl = Annotated[str, Parameter(name="--node", env_var="KITH_NODE_URL", validator=_web_address)]


@app.default
def send(body: Body, service: str, command: str, data: str = "-", *, node: NodeUrl, key: str | None = None) -> int:
    """Send a command to a node and show its outcome. The exit code is 0 when it is done, 1 when it is refused.

    Parameters
    ----------
    body
        In whose name: `bcs`.
    service
        `directory`, `events` or `notify`.
    command
        `charter-network`, ...
    data
        The content as JSON, `@file`, or `-` for standard input.
    node
        Address of the node, http://127.0.0.1:8080.
    key
        Idempotency-Key: sent again with the same key, the command takes effect once.
    """
    _demand(service, list(COMMANDS), "service")
    _demand(command, COMMANDS[service], f"command of {service}")
    url = f"{node.rstrip('/')}/{service}/v1/{body}/commands/{command}"
    headers = {"content-type": "application/json"} | ({"idempotency-key": key} if key else {})
    if token := given("KITH_TOKEN"):
        headers["authorization"] = f"Bearer {token.strip()}"
    try:
        answer = httpx2.post(url, content=_content(data), headers=headers, timeout=LONGEST_WAIT)
        told: dict[str, Any] = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise StackError(f"The node at {node} does not answer ({type(error).__name__}). Is it running?") from None
    except ValueError:
        raise StackError(
            f"What answers at {node} ({answer.status_code}) is no node: it does not answer in JSON."
        ) from None
    print(json.dumps(told, indent=2))
    for each in told.get("errors", ()):
        print(f"{each['field']}: {each['sentence']} ({each['code']})", file=sys.stderr)
    if answer.status_code == httpx2.codes.ACCEPTED:
        ask = f"{node.rstrip('/')}{told['ask']}"
        print(f'Next: curl -H "Authorization: Bearer $KITH_TOKEN" {ask}', file=sys.stderr)
    if answer.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
        print(f"Next: export KITH_TOKEN=$({_token_for(service, command, body)})", file=sys.stderr)
    return 0 if answer.is_success else 1


def _demand(given: str, known: list[str], what: str) -> None:
    if given not in known:
        near = get_close_matches(given, known, n=1)
        guess = f"Did you mean {near[0]}?" if near else "To see all: kith send --help"
        raise StackError(f"{given!r} is no {what}. {guess}")


def _content(data: str) -> str:
    """What was given, whichever way."""
    if data == "-":
        return sys.stdin.read()
    return Path(data[1:]).read_text("utf-8") if data.startswith("@") else data


def _token_for(service: str, command: str, body: str) -> str:
    """How a token is made at the demo that lets this pass."""
    grant = grants_of(f"{service}-{command}")[0]
    bound = {"": "", "network": " --network NETWORK", "person": " --person ID"}[grant.bound]
    return f"kith token {grant.role} --body {body}{bound}" + (f" --scope {grant.scope}" if grant.scope else "")
