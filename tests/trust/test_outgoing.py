"""What a body's administrator types as the address of a webhook never leads to the inside, whatever it looks like."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple

import pytest
from support.eventually import eventually
from support.evidence import tell
from support.inside import SPECIAL, TEXTS, hosts, names
from support.receiver import NAME, PUBLIC, Book, Directed, Receiver, authority, receiver, replying, server_context

from kith_chassis.http.answer import Answer
from kith_chassis.http.client import MOST_KEPT, Outgoing
from kith_chassis.http.destination import Reach
from kith_chassis.http.names import Names

INSIDE = ("127.0.0.1", "127.8.8.8", "::1")
"""Where a listener counts who comes."""


def networks(*texts: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, texts))


class Certified(NamedTuple):
    context: ssl.SSLContext
    """Of servers that may be reached under any name and address of these tests: no certificate stops an attack."""
    file: Path


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    made, file = authority(tmp_path_factory.mktemp("authority"))
    named = [NAME, *names(PUBLIC), PUBLIC, "localhost", *(each for each in SPECIAL)]
    return Certified(server_context(made.issue_cert(*named)), file)


@asynccontextmanager
async def sending(reach: Reach, book: Book, network: Directed | None = None) -> AsyncIterator[Outgoing]:
    outgoing = Outgoing(reach, book, network)
    try:
        yield outgoing
    finally:
        await outgoing.close()


async def post(outgoing: Outgoing, url: str) -> Answer:
    return await outgoing.send("POST", url, {"content-type": "application/json"}, b"{}", 1.0)


async def test_no_hostile_target_is_reached(certified: Certified) -> None:
    known = names(PUBLIC)
    lying = [name for name in known if name != "public.example"]
    async with receiver(context=certified.context, places=INSIDE) as inside:
        urls = [
            *(f"https://{host}:{inside.port}/" for host in (*hosts(), *lying)),
            *(text.format(port=inside.port) for text in TEXTS),
        ]
        network, wrong = Directed(inside.port), []
        for reaching in (None, network):
            async with sending(Reach(ca_file=certified.file), Book(known), reaching) as outgoing:
                for url in urls:
                    answer = await post(outgoing, url)
                    if answer.trouble not in ("refused-address", "no-such-name") or answer.status is not None:
                        wrong.append((url, answer.trouble))
        assert wrong == []
        tell("webhooks", hostile_tried=len(urls), reached=inside.connections + len(network.asked))
        assert len(urls) >= 45
        assert (inside.connections, network.asked) == (0, [])


async def test_the_same_listener_counts_whoever_may_reach_it(certified: Certified) -> None:
    own = Reach(networks("127.0.0.0/8", "::1/128"), certified.file)
    async with receiver(context=certified.context, places=INSIDE) as inside:
        book = Book({NAME: [inside.places]})
        async with sending(own, book) as outgoing:
            for host in [*(f"[{each}]" if ":" in each else each for each in inside.places), NAME]:
                answer = await post(outgoing, f"https://{host}:{inside.port}/")
                assert (answer.trouble, answer.status, answer.accepted) == ("", 200, True), host
        counted = inside.connections
        assert counted == len(inside.places) + 1
        async with sending(Reach(ca_file=certified.file), book) as careful:
            assert (await post(careful, f"https://{NAME}:{inside.port}/")).trouble == "refused-address"
        assert inside.connections == counted


async def test_most_hostile_names_would_be_reached_without_the_check(certified: Certified) -> None:
    """So what is counted above is the work of the check, and of no accident."""
    careless = Reach(networks("0.0.0.0/0", "::/0"), certified.file)
    known = names(PUBLIC)
    async with receiver(context=certified.context) as inside:
        async with sending(careless, Book(known), Directed(inside.port)) as outgoing:
            answers = [await post(outgoing, f"https://{name}:{inside.port}/") for name in known]
        reached = sum(answer.accepted for answer in answers)
        assert reached >= 45
        assert inside.connections >= 45


async def test_a_name_that_changes_between_check_and_connection_has_no_effect(certified: Certified) -> None:
    book = Book({NAME: [[PUBLIC], ["127.0.0.1"]]})
    async with receiver(context=certified.context) as outside:
        network = Directed(outside.port)
        async with sending(Reach(ca_file=certified.file), book, network) as outgoing:
            first = await post(outgoing, f"https://{NAME}/hook")
            assert (first.trouble, first.status) == ("", 200)
            assert (book.asked, network.asked) == ([NAME], [PUBLIC]), "looked up once, and connected to what it was"
            assert (outside.names, outside.headers()["host"]) == ([NAME], NAME)
            again = await post(outgoing, f"https://{NAME}/hook")
            assert (again.trouble, again.status) == ("refused-address", None), "each attempt is checked anew"
            assert (network.asked, outside.connections) == ([PUBLIC], 1), "and a kept connection does not help"


async def test_a_kept_connection_is_used_for_the_same_name_at_the_same_address_only(certified: Certified) -> None:
    other = "93.184.215.15"
    book = Book({NAME: [[PUBLIC], [PUBLIC], [other]], "public.example": [[PUBLIC]]})
    async with receiver(context=certified.context) as outside:
        network = Directed(outside.port)
        async with sending(Reach(ca_file=certified.file), book, network) as outgoing:
            for name, connections in ((NAME, 1), (NAME, 1), ("public.example", 2), (NAME, 3)):
                assert (await post(outgoing, f"https://{name}/")).accepted
                assert outside.connections == connections
            assert network.asked == [PUBLIC, PUBLIC, other]
            assert outside.names == [NAME, "public.example", NAME]
            await post(outgoing, f"https://{NAME}:8443/")
            assert outside.connections == 4, "another port is another server"


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
async def test_a_redirect_to_the_inside_is_never_followed(certified: Certified, status: int) -> None:
    async with receiver(context=certified.context, places=INSIDE) as inside:
        content = f"HTTP/1.1 {status} Go\r\nLocation: https://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n"
        async with receiver(replying(content.encode()), certified.context) as outside:
            network, book = Directed(outside.port), Book({NAME: [[PUBLIC]]})
            async with sending(Reach(ca_file=certified.file), book, network) as outgoing:
                answer = await post(outgoing, f"https://{NAME}/")
        assert (answer.trouble, answer.status, answer.accepted) == ("redirect", status, False)
        assert (inside.connections, outside.connections, network.asked) == (0, 1, [PUBLIC])


async def test_no_proxy_of_the_environment_is_used(certified: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiver() as proxy, receiver(context=certified.context) as outside:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        book = Book({NAME: [[PUBLIC]]})
        async with sending(Reach(ca_file=certified.file), book, Directed(outside.port)) as outgoing:
            assert (await post(outgoing, f"https://{NAME}/")).accepted
        assert (proxy.connections, outside.connections) == (0, 1)


async def test_what_is_sent_says_kith_and_asks_for_nothing_compressed(certified: Certified) -> None:
    cookie = replying(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n")
    async with receiver(cookie, certified.context) as outside:
        book = Book({NAME: [[PUBLIC]]})
        async with sending(Reach(ca_file=certified.file), book, Directed(outside.port)) as outgoing:
            told = {"WebHook-Request-Origin": "bcs.example", "Host": "127.0.0.1", "Accept-Encoding": "gzip"}
            await outgoing.send("OPTIONS", f"https://{NAME}:8443/hook?x=1", told)
            answer = await post(outgoing, f"https://{NAME}:8443/hook")
    assert outside.requests[0].startswith(b"OPTIONS /hook?x=1 HTTP/1.1\r\n")
    assert outside.headers(0) == {
        "host": f"{NAME}:8443",
        "user-agent": "Kith",
        "accept": "*/*",
        "accept-encoding": "identity",
        "webhook-request-origin": "bcs.example",
    }
    assert outside.requests[1].endswith(b"\r\n\r\n{}")
    assert "cookie" not in outside.headers(1)
    assert answer.headers == {"x-a": "1, 2", "content-length": "0"}


async def test_where_one_address_does_not_answer_the_next_is_tried(certified: Certified) -> None:
    away, silent = "93.184.215.1", "93.184.215.2"
    async with receiver(context=certified.context) as outside:
        network = Directed(outside.port, [away], [silent])
        async with sending(Reach(ca_file=certified.file), Book({NAME: [[away, silent, PUBLIC]]}), network) as outgoing:
            assert (await post(outgoing, f"https://{NAME}/")).accepted
        assert network.asked == [away, silent, PUBLIC]
        async with sending(Reach(ca_file=certified.file), Book({NAME: [[silent, away]]}), network) as outgoing:
            assert (await post(outgoing, f"https://{NAME}/")).trouble == "no-connection"
        async with sending(Reach(ca_file=certified.file), Book({NAME: [[silent]]}), network) as outgoing:
            assert (await post(outgoing, f"https://{NAME}/")).trouble == "no-connection"


async def test_only_so_many_connections_are_kept(certified: Certified) -> None:
    every = [name for name in names(PUBLIC) if name.startswith("inside")][: MOST_KEPT + 5]
    book = Book({name: [[PUBLIC]] for name in every})
    async with receiver(context=certified.context) as outside:
        async with sending(Reach(ca_file=certified.file), book, Directed(outside.port)) as outgoing:
            for name in [*every, every[-1]]:
                assert (await post(outgoing, f"https://{name}/")).accepted
            assert outside.connections == len(every)
            assert (await post(outgoing, f"https://{every[0]}/")).accepted
            assert outside.connections == len(every) + 1
            await eventually(partial(counted, outside, MOST_KEPT))
        await eventually(partial(counted, outside, 0))


async def counted(outside: Receiver, open: int) -> bool:
    return outside.open == open


async def test_names_are_looked_up_as_the_system_does() -> None:
    look_up, outgoing = Names(), Outgoing(Reach())
    assert set(await look_up("localhost", 443)) <= {"127.0.0.1", "::1"}
    assert (await post(outgoing, "https://nobody.invalid/")).trouble == "no-such-name"
    look_up.close()
    await outgoing.close()


async def test_http_is_spoken_to_loopback_where_the_operator_allows_it() -> None:
    async with receiver() as plain:
        for reach, trouble in ((Reach(networks("127.0.0.0/8")), ""), (Reach(), "refused-address")):
            async with sending(reach, Book({})) as outgoing:
                assert (await post(outgoing, f"http://127.0.0.1:{plain.port}/")).trouble == trouble
        assert plain.connections == 1
