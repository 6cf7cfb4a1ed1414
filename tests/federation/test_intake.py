"""An organisation's list of its people, taken in over HTTP: tried, taken, again, corrected, and without somebody."""

from typing import Any
from uuid import uuid4

import httpx2
from support.eventually import eventually

from kith_lab.demo.federation import Federation, NodeProcess

URL = "/directory/v1/ons/people/list"


def listed(*lines: str) -> bytes:
    return "\r\n".join(["Membership number;Name;E-mail", *lines, ""]).encode("utf-8-sig")


async def send(node: NodeProcess, content: bytes, **query: Any) -> httpx2.Response:
    headers = node.bearer("system", scopes=["people:write"]) | {"content-type": "text/csv"}
    return await node.client.post(URL, content=content, params=query, headers=headers)


async def test_a_list_makes_accounts_and_what_it_leaves_out_is_said_and_not_done(federation: Federation) -> None:
    node, mark = federation["ons"], uuid4().hex[:8]
    one, two, three = (
        f"{mark}-{number};{name};{name.lower()}@example.org" for number, name in enumerate(("Ada", "Bo", "Cy"))
    )

    async def comes_to(content: bytes, **numbers: int) -> bool:
        told = (await send(node, content, trial=True)).json()
        return {name: told[name] for name in numbers} == numbers

    trial = await send(node, listed(one, two), trial=True)
    assert trial.status_code == 200, trial.text
    assert (trial.json()["new"], trial.json()["done"]) == (2, False)
    assert trial.json()["columns"] == {"number": "Membership number", "name": "Name", "address": "E-mail"}
    assert (await send(node, listed(one, two))).json()["done"]
    await eventually(lambda: comes_to(listed(one, two), new=0, changed=0, unchanged=2, left_out=0))
    corrected = f"{mark}-0;Ada Example;ada@example.org"
    assert (await send(node, listed(corrected, three))).json() | {"columns": {}} == {
        "lines": 2,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "left_out": 1,
        "forgotten": 0,
        "columns": {},
        "done": True,
    }
    await eventually(lambda: comes_to(listed(corrected, three), unchanged=2, left_out=1))
    wrong = await send(node, listed(corrected, three), forget=2)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "forget-other")
    assert (await send(node, listed(corrected, three), forget=1)).is_success
    await eventually(lambda: comes_to(listed(corrected, three), unchanged=2, left_out=0))
    back = (await send(node, listed(corrected, two, three), trial=True)).json()
    assert (back["new"], back["forgotten"]) == (0, 1), "who is forgotten does not come back by a list"


async def test_a_list_with_a_wrong_line_changes_nothing_and_names_each_line(federation: Federation) -> None:
    node = federation["ons"]
    before = (await send(node, listed("1;Ada;ada@example.org"), trial=True)).json()
    answer = await send(node, listed("1;Ada;ada@example.org", "2;;bo@example.org", "3;Cy;nowhere"))
    assert (answer.status_code, answer.json()["code"]) == (422, "list-faulty")
    assert [each["field"] for each in answer.json()["errors"]] == ["3.name", "4.address"]
    assert (await send(node, listed("1;Ada;ada@example.org"), trial=True)).json() == before
    for content, code in (
        (b"", "list-unreadable"),
        (b"\0\1\2\3", "list-unreadable"),
        (b"name\nAda\n", "column-missing"),
    ):
        assert (await send(node, content)).json()["code"] == code
    large = await send(node, b"number,name,email\n" + b"x" * 4_000_001)
    assert large.status_code == 413
    officer = node.bearer("officer", networks=["ons/forum"]) | {"content-type": "text/csv"}
    assert (await node.client.post(URL, content=b"a", headers=officer)).status_code == 403


async def test_what_is_said_of_columns_is_kept_for_the_next_list(federation: Federation) -> None:
    node, mark = federation["ons"], uuid4().hex[:8]
    line = f"{mark},Ada Example,ada@example.org"
    form, other = f"Ref,Who,Post\n{line}\n".encode(), f"Ref,Who,Posts\n{line}\n".encode()
    headers = node.bearer("system", scopes=["people:write"]) | {"content-type": "text/csv"}
    admin = node.bearer("body-admin")
    columns = {"number": "Ref", "name": "Who", "address": "Post"}
    said = [f"{what}:{name}" for what, name in columns.items()]

    async def kept() -> dict[str, str]:
        answer = await node.client.get(f"{URL}/columns", headers=admin)
        return dict(answer.json()["columns"])

    assert (await send(node, form)).json()["code"] == "column-missing"
    found = await node.client.post(f"{URL}/columns", content=form, headers=headers)
    assert found.json() == {"found": ["Ref", "Who", "Post"], "lines": 1, "kept": {}, "guess": {}}
    assert (await send(node, form, column=said, trial=True)).is_success
    assert await kept() == {}, "a trial keeps nothing"
    assert (await send(node, form, column=said)).is_success

    async def is_kept() -> bool:
        return await kept() == columns

    await eventually(is_kept)
    again = await send(node, form, trial=True)
    assert again.json()["columns"] == columns
    lost = (await send(node, other, trial=True)).json()
    assert lost["code"] == "column-missing"
    assert 'Is it "Posts"? Say so: column=address:Posts.' in lost["detail"]
    assert (await send(node, other, trial=True, column="address:Posts")).is_success
    removed = await node.command("directory", "keep-list-columns", {"body": "ons", "columns": {}}, bearer=admin)
    assert removed.is_success, removed.text

    async def is_removed() -> bool:
        return await kept() == {}

    await eventually(is_removed)
