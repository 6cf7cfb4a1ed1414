"""What `kith parked` prints: tables and sentences for people, the same for programs."""

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from kith_chassis.path.remedies import mend, title_of
from kith_chassis.path.shelf import rule_of
from kith_cli.parking.content import Content
from kith_cli.parking.shelf import Group, Item
from kith_cli.parking.words import kept_of, sender_of

__all__ = ["show_item", "show_list", "title_of", "told_item", "told_list"]
CLOSED: Final = "It does not open here: set KITH_SECRET and KITH_KEYS as the node has them."
PERSONAL: Final = "The content may be personal. Show it to nobody who may not see it."


def told_list(groups: Sequence[Group], items: Sequence[Item]) -> dict[str, Any]:
    """For programs."""
    reasons = [
        {"service": each.service, "code": each.code, "title": title_of(each.code), "count": each.count}
        | {"since": each.since.isoformat()}
        for each in groups
    ]
    return {"reasons": reasons, "newest": [_told(each) for each in items]}


def show_list(body: str, groups: Sequence[Group], items: Sequence[Item]) -> None:
    """For people."""
    if not groups:
        print("Nothing is parked: all that was read was handled.")
        return
    reasons = Table(title="Parked, by reason")
    for heading in ("records", "since", "service", "code", "what is wrong"):
        reasons.add_column(heading)
    for each in groups:
        since = f"{each.since:%Y-%m-%d %H:%M}"
        reasons.add_row(str(each.count), since, each.service, each.code, title_of(each.code))
    newest = Table(title="The newest")
    for heading in ("id", "parked", "code", "where"):
        newest.add_column(heading, overflow="fold")
    for item in items:
        newest.add_row(item.id, f"{item.at:%Y-%m-%d %H:%M:%S}", item.code, str(item.document["_id"]))
    console = Console()
    console.print(reasons)
    console.print(newest)
    print(f"Times are UTC. Next: kith parked show {body} {items[0].id if items else 'ID'}")


def told_item(
    item: Item,
    neighbours: tuple[Item | None, Item | None],
    opened: Content | None,
    again: str,
    *,
    content: bool,
) -> dict[str, Any]:
    """One record. `again` says why it cannot be replayed, if so."""
    before, after = neighbours
    told = _told(item) | {
        "title": title_of(item.code),
        "rule": rule_of(item.document),
        "sender": sender_of(item),
        "kept": kept_of(item),
        "before": _told(before) if before else None,
        "after": _told(after) if after else None,
        "mend": mend(item.code),
        "replay": again or "possible",
        "envelope": opened.envelope if opened else None,
    }
    if content:
        told["opened"] = opened.told() if opened else None
    return told


def show_item(body: str, told: dict[str, Any]) -> None:
    """The same for people."""
    table = Table(show_header=False)
    table.add_column("what")
    table.add_column("is", overflow="fold")
    for name, text in _rows(told):
        table.add_row(name, text)
    console = Console(markup=False, highlight=False)
    console.print(table)
    if "opened" in told:
        console.print(PERSONAL if told["opened"] else f"No content: {CLOSED}")
        for name, what in (told["opened"] or {}).items():
            console.print_json(data={name: what}, ensure_ascii=True)
    what = "replay" if told["replay"] == "possible" else "discard"
    print(f"Next, when the cause is gone: kith parked {what} {body} {told['id']} --yes")


def _rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    envelope = told["envelope"]
    message = "; ".join(f"{name} {text}" for name, text in envelope.items()) if envelope else CLOSED
    return [
        ("what is wrong", f"{told['title']} ({told['code']})"),
        ("the rule", told["rule"]),
        ("what to do", told["mend"]),
        ("sender", told["sender"]),
        ("message", message if envelope != {} else "no header of it is as it should be"),
        ("parked", f"{told['at']} by {told['service']}" + (f", {told['count']} records" if told["count"] > 1 else "")),
        ("where", f"topic {told['topic']}, partition {told['partition']}, offset {told['offset']}"),
        ("kept", told["kept"]),
        ("before it", _neighbour(told["before"])),
        ("after it", _neighbour(told["after"])),
        ("replay", told["replay"]),
    ]


def _neighbour(told: dict[str, Any] | None) -> str:
    if told is None:
        return "nothing else of this sender is parked"
    return f"{told['id']} ({told['code']}) at {told['at']}, offset {told['partition']}/{told['offset']}"


def _told(item: Item) -> dict[str, Any]:
    topic, partition, offset = (item.topic, None, None) if item.is_counted else item.place
    return {
        "id": item.id,
        "service": item.service,
        "code": item.code,
        "at": item.at.isoformat(),
        "count": item.document["count"],
        "topic": topic,
        "partition": partition,
        "offset": offset,
    }
