"""What is printed of a plan: a card for each person, and a list for each table. Plain HTML, four cards on a page of A4.

A card has a number and the code that the door has on its list, and no name: who that is, the door knows.
"""

from html import escape

from kith_commons.arrivals import door_code
from kith_commons.formats import html
from kith_commons.mixing.reasons import explained
from kith_commons.mixing.room import Plan

MOST_EXPLAINED = 6
"""So many rounds have room on a card for a sentence each."""
STYLE = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; font-family: Verdana, Arial, sans-serif; color: #000; background: #fff }
h1 { font-size: 14pt; margin: 8mm; break-after: avoid }
h2 { font-size: 24pt; margin: 0 0 2mm }
.cards { display: grid; grid-template-columns: 105mm 105mm }
.card { width: 105mm; height: 148mm; padding: 8mm; border: .2mm dashed #767676; break-inside: avoid; overflow: hidden }
table { width: 100%; border-collapse: collapse }
caption { text-align: left; font-size: 11pt; padding-bottom: 2mm }
th, td { text-align: left; vertical-align: top; font-size: 12pt }
th, td { padding: 1.5mm 2mm 1.5mm 0; border-top: .3mm solid #000 }
.card td strong { font-size: 20pt }
.many .card td strong { font-size: 14pt }
.many .card th, .many .card td { padding: .7mm 2mm .7mm 0 }
small { display: block; font-size: 9pt }
.id { font-size: 11pt; margin: 2mm 0 0 }
.id code { font-family: monospace; font-size: 14pt }
.list { break-before: page; padding: 12mm }
.list td { font-size: 14pt }
@media screen { .card { margin: 2mm } .cards { grid-template-columns: repeat(auto-fill, 109mm) } }
"""


def numbered(plan: Plan) -> dict[str, int]:
    """The number of each card: in the order of the room, to whose end those who arrive are added."""
    return {each.id: number for number, each in enumerate(plan.room.people, 1)}


def printed(plan: Plan, title: str, language: str = "en") -> str:
    """All cards, and after them all lists. `title` stands on each; `language` is that of the page (BCP 47)."""
    numbers = numbered(plan)
    coming = [one for one in numbers if any(one in seats for seats in plan.seats)]
    cards = "\n".join(_card(plan, one, numbers[one], title) for one in coming)
    lists = "\n".join(_list(plan, table.name, numbers) for table in plan.room.tables)
    crowded = " many" if len(plan.seats) > MOST_EXPLAINED else ""
    body = f'<div class="cards{crowded}">\n{cards}\n</div>\n{lists}'
    return html.page(f"{escape(title)}: cards and tables", STYLE, body, language=escape(language))


def _card(plan: Plan, one: str, number: int, title: str) -> str:
    sentences = iter(explained(plan, one))
    rows = []
    for turn, seats in enumerate(plan.seats, 1):
        table = seats.get(one)
        why = f"<small>{escape(next(sentences))}</small>" if table and len(plan.seats) <= MOST_EXPLAINED else ""
        told = f"<strong>{escape(table)}</strong>{_spoken(plan, table)}{why}" if table else "no seat"
        rows.append((f"Round {turn}", told))
    return (
        f'<section class="card" aria-labelledby="card-{number}">\n<h2 id="card-{number}">Card {number}</h2>\n'
        f"{html.table(escape(title), ('Round', 'Your table'), rows)}\n"
        f'<p class="id">At the door: <code>{escape(door_code(one))}</code></p>\n</section>'
    )


def _list(plan: Plan, table: str, numbers: dict[str, int]) -> str:
    rows = []
    for turn in range(len(plan.seats)):
        sitting = sorted(numbers[one] for one in plan.table(turn, table))
        rows.append((f"Round {turn + 1}", ", ".join(map(str, sitting)) or "nobody"))
    heading = f"Table {escape(table)}{_spoken(plan, table)}"
    listed = html.table("Who sits here, by the numbers on their cards", ("Round", "Cards"), rows)
    return f'<section class="list">\n<h2>{heading}</h2>\n{listed}\n</section>'


def _spoken(plan: Plan, table: str) -> str:
    """The language of a table, where not all speak the same."""
    several = len(set(plan.spoken.values())) > 1
    return f" ({escape(plan.spoken[table])})" if several and table in plan.spoken else ""
