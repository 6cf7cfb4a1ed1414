"""The answer to an ask, as a form gives it. What the answer must have, the node judges."""

from collections.abc import Iterable
from typing import Any

from kith_console.visit import Visit
from kith_contracts.events.asks import AskPut
from kith_contracts.events.practice import Question


def replies(visit: Visit, ask: AskPut) -> list[dict[str, Any]]:
    """One reply for each question that was answered."""
    found = (_reply(visit, question, ask) for question in ask.questions)
    return [each for each in found if len(each) > 1]


def _reply(visit: Visit, question: Question, ask: AskPut) -> dict[str, Any]:
    """The reply, or nothing but the name of the question."""
    name, own = f"q.{question.question}", names(question, ask)
    reply: dict[str, Any] = {}
    match question.kind:
        case "yes-no":
            reply = {"yes": visit.typed(name) == "yes"} if visit.typed(name) else {}
        case "one-of" | "some-of" | "dates":
            reply = {"chosen": visit.chosen(name)}
        case "rank":
            ranks = _typed(visit, name, own)
            reply = {"chosen": sorted(ranks, key=lambda key: (len(ranks[key]), ranks[key]))}
        case "scale":
            scores = _typed(visit, name, own or [question.question])
            reply = {"scores": {key: int(typed) for key, typed in scores.items() if typed.isdecimal()}}
        case "each-of":
            picked = _typed(visit, name, names(question, ask, own=False))
            reply = {"picked": picked, "why": _typed(visit, name, [f"{key}.why" for key in picked])}
            reply["why"] = {key.removesuffix(".why"): why for key, why in reply["why"].items()}
        case _:
            reply = _typed(visit, name, ["title", "text"])
    return {"question": question.question, **{key: value for key, value in reply.items() if value not in ({}, [])}}


def _typed(visit: Visit, name: str, keys: Iterable[str]) -> dict[str, str]:
    return {key: typed for key in keys if (typed := visit.typed(f"{name}.{key}"))}


def names(question: Question, ask: AskPut, *, own: bool = True) -> dict[str, str]:
    """What one chooses among, by short name: the question's own options, or the choices of the ask."""
    if own and question.options:
        return dict(question.options)
    return {choice.choice: choice.title for choice in ask.choices}
