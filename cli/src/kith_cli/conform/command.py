"""`kith conform`: check what another system sends and accepts, and explain each fault with its rule."""

import asyncio
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import httpx2
from cyclopts import Parameter

from kith_chassis.http.webhook_signature import new_private_key, new_secret, public_key
from kith_cli.conform import messages, receiver, report, sender
from kith_cli.conform.receiver import AT_ONCE, ORIGIN, Answer, Try
from kith_cli.conform.sender import Exchange
from kith_cli.conform.stand_in import StandIn
from kith_cli.errors import StackError
from kith_cli.keys import AsJson

PATIENCE: Final = 20.0
QUIET: Final = 3.0
"""Seconds without a request after which a system has sent all, once it has sent enough."""
ENOUGH: Final = 3
"""Events after which all has been tried."""
Secret = Annotated[str, Parameter(env_var="KITH_CONFORM_SECRET")]
PrivateKey = Annotated[str, Parameter(env_var="KITH_CONFORM_PRIVATE_KEY")]


def _web_address(_type: object, value: str) -> None:
    if not value.startswith(("http://", "https://")):
        raise ValueError("The address of a server begins with http:// or https://.")


def _free(_type: object, value: int) -> None:
    if not 0 <= value <= 65_535:  # noqa: PLR2004 - what TCP has
        raise ValueError("A port is a number up to 65535.")


ServerUrl = Annotated[str, Parameter(validator=_web_address)]
Port = Annotated[int, Parameter(validator=_free)]


def check_messages(file: str = "-", /, *, as_json: AsJson = False) -> int:
    """Check events that a system has made. The exit code is 0 when all is right, and 2 when not.

    Parameters
    ----------
    file
        A file with one CloudEvent in JSON, a list of them, or one on each line; `-` is standard input.
    as_json
        Print the report for programs.
    """
    content = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    events, unread = messages.events_in(content)
    findings = [*unread, *messages.check(events, datetime.now(UTC))]
    return report.show(report.told("messages", len(events) + len(unread), findings, {}), as_json)


def check_sender(*, port: Port = 8099, seconds: float = 120.0, as_json: AsJson = False) -> int:
    """Take what a system sends in place of a node, and look at it: the first event is answered with 503, the second not
    at all, all others are taken in. It ends when at least three events came and nothing more does.

    Parameters
    ----------
    port
        Where it listens, on this machine alone. Set the address of the node to http://127.0.0.1:<port>.
    seconds
        After how long it ends in any case.
    as_json
        Print the report for programs.
    """
    last = [time.monotonic()]

    def seen(exchange: Exchange) -> None:
        last[0] = time.monotonic()
        what = {sender.BUSY: "answered 503", sender.LOST: "left without an answer"}.get(exchange.answered, "answered")
        print(f"{exchange.method} {exchange.path}: {what}", file=sys.stderr, flush=True)

    try:
        server = StandIn(port, seen)
    except OSError as error:
        raise StackError(f"Port {port} is not free ({error.strerror}). Take another one with --port.") from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Send at least {ENOUGH} events to {server.url}; Ctrl+C ends it.", file=sys.stderr, flush=True)
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends and not _all_came(server, last[0]):
            time.sleep(0.1)
    except KeyboardInterrupt:
        pass
    server.shutdown()
    exchanges = list(server.exchanges)
    findings = sender.judge(exchanges, datetime.now(UTC))
    return report.show(report.told("sender", len(exchanges), findings, sender.not_tried(exchanges)), as_json)


def _all_came(server: StandIn, last: float) -> bool:
    """Whether there is enough to judge, and the system has nothing more to say: what was not taken in came again."""
    sent = [each for each in list(server.exchanges) if each.sends]
    quiet = time.monotonic() - last
    missing = any(each.rule.startswith("again") for each in sender.judge(sent, datetime.now(UTC)))
    return len(sender.ids(sent)) >= ENOUGH and quiet > (PATIENCE if missing else QUIET)


def check_receiver(
    url: ServerUrl, /, *, secret: Secret = "", private_key: PrivateKey = "", as_json: AsJson = False
) -> int:
    """Send facts to a system's server as a node would, also wrong ones, and look at its answers.

    Without a key it makes one, says what the server has to know, and ends with 2: give it to your server, then call
    the same again.

    Parameters
    ----------
    url
        The address of the server, `http://127.0.0.1:9000/kith`.
    secret
        The shared secret that the server knows, `whsec_...` (`v1`). Better in KITH_CONFORM_SECRET.
    private_key
        The key of whose public half the server knows, `whsk_...` (`v1a`). Better in KITH_CONFORM_PRIVATE_KEY.
    as_json
        Print the report for programs.
    """
    keys = [each for each in (secret, private_key) if each]
    if not keys:
        return _make_keys()
    answers = asyncio.run(_tried(url, keys))
    return report.show(report.told("receiver", len(answers), receiver.judge(answers), {}), as_json)


def _make_keys() -> int:
    shared, private = new_secret(), new_private_key()
    print("Your server must know one of these keys:\n")
    print(f"  v1, shared secret:  {shared}\n  v1a, public key:    {public_key(private)}\n")
    print(f"Next: export KITH_CONFORM_SECRET={shared}\n  or: export KITH_CONFORM_PRIVATE_KEY={private}")
    print("and call the same again.")
    return report.WRONG


async def _tried(url: str, keys: list[str]) -> list[Answer]:
    try:
        planned = list(receiver.tries(keys, int(time.time())))
    except ValueError as error:
        raise StackError(f"This key is none: {error}.") from None
    together = [each for each in planned if each.rule == "at-once"]
    async with httpx2.AsyncClient(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
        hello = Try("handshake", {"webhook-request-origin": ORIGIN}, b"")
        answers = [await _asked(client, "OPTIONS", url, hello)]
        answers += [await _asked(client, "POST", url, each) for each in planned if each.rule != "at-once"]
        return [*answers, *await asyncio.gather(*[_asked(client, "POST", url, each) for each in together[:AT_ONCE]])]


async def _asked(client: httpx2.AsyncClient, method: str, url: str, what: Try) -> Answer:
    print(f"{method} {what.rule}", file=sys.stderr, flush=True)
    began = time.monotonic()
    status, headers = 0, dict[str, Any]()
    try:
        answer = await client.request(method, url, headers=what.headers, content=what.content)
        status, headers = answer.status_code, dict(answer.headers)
    except httpx2.InvalidURL:
        raise StackError(f"{url} is no address. It begins with http:// or https://.") from None
    except httpx2.ConnectError:
        raise StackError(f"Nothing answers at {url}. Is your server running there?") from None
    except httpx2.HTTPError:
        print(f"{method} {what.rule}: no answer", file=sys.stderr, flush=True)
    return Answer(what.rule, status, time.monotonic() - began, headers, what.taken)
