"""Each seat explained in a sentence: whom one meets there, and for whom that is new. It tells of nobody else."""

from kith_commons.mixing.room import Plan


def explained(plan: Plan, person: str) -> list[str]:
    """A sentence for each round in which this person has a seat, in the order of the rounds."""
    bodies = {each.id: each.body for each in plan.room.people}
    met: set[str] = set()
    sentences = []
    for seats in plan.seats:
        if person not in seats:
            continue
        others = [one for one, table in seats.items() if table == seats[person] and one != person]
        again = sum(one in met for one in others)
        sentences.append(_sentence(len(others), len({bodies[one] for one in others if bodies[one]}), again))
        met.update(others)
    return sentences


def _sentence(people: int, bodies: int, again: int) -> str:
    if not people:
        return "Nobody else is at this table yet."
    whom = "1 person" if people == 1 else f"{people} people"
    where = "" if not bodies else " from 1 organisation" if bodies == 1 else f" from {bodies} organisations"
    if not again:
        known = "for the first time" if people == 1 else "none of them before"
    elif again == people:
        known = "whom you have met before" if people == 1 else "all of whom you have met before"
    else:
        known = f"{again} of them you have met before"
    return f"You meet {whom}{where}, {known}."
