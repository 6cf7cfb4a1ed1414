"""What an answer may be: each reply against its question, before it is sealed at home and again when it is opened."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pydantic import TypeAdapter

from kith_contracts.events.practice import Kind, Question, Reply
from kith_contracts.message import Refusal, together

MOST_BYTES: Final = 16_384
"""Of an answer as JSON."""
FEW_BYTES: Final = 4_096
WORDS: Final[tuple[Kind, ...]] = ("text", "entry")
CONTENT: Final = TypeAdapter(list[Reply])
FILLED: Final[dict[Kind, frozenset[str]]] = {
    "yes-no": frozenset({"yes"}),
    "one-of": frozenset({"chosen"}),
    "some-of": frozenset({"chosen"}),
    "dates": frozenset({"chosen"}),
    "rank": frozenset({"chosen"}),
    "scale": frozenset({"scores"}),
    "each-of": frozenset({"picked", "why"}),
    "text": frozenset({"text"}),
    "entry": frozenset({"title", "text"}),
}
"""Which fields of a reply an answer of that kind fills."""
ALL_FIELDS: Final = frozenset[str]().union(*FILLED.values())


def room_for(questions: Sequence[Question]) -> int:
    """Bytes to which every answer to these is filled up before it is sealed: its length tells nothing."""
    return MOST_BYTES if any(each.kind in (*WORDS, "scale", "rank", "each-of") for each in questions) else FEW_BYTES


def written(replies: Sequence[Reply], questions: Sequence[Question]) -> bytes:
    """The content of a box: JSON, filled up with spaces."""
    content: bytes = CONTENT.dump_json(list(replies), exclude_defaults=True)
    return content.ljust(room_for(questions))


def read(content: bytes, questions: Sequence[Question], choices: Collection[str]) -> list[Reply] | None:
    """The reverse of `written`; None for what is no answer to these questions."""
    try:
        replies = CONTENT.validate_json(content)
    except ValueError:
        return None
    return None if fault(replies, questions, choices) else replies


def about(question: Question, choices: Collection[str]) -> Collection[str]:
    """What a reply to this question can name."""
    if question.kind == "yes-no":
        return ("yes", "no")
    if question.options and question.kind != "each-of":
        return question.options
    return choices or ([question.question] if question.kind == "scale" else [])


def fault(replies: Sequence[Reply], questions: Sequence[Question], choices: Collection[str]) -> Refusal | None:
    """All that is wrong with an answer, with the paths of the fields; else None."""
    return together(_faults(replies, questions, choices))


def _faults(replies: Sequence[Reply], questions: Sequence[Question], choices: Collection[str]) -> Iterator[Refusal]:
    known = {each.question: each for each in questions}
    seen: set[str] = set()
    for number, reply in enumerate(replies):
        field = f"replies.{number}"
        if (question := known.get(reply.question)) is None:
            yield Refusal("question-unknown", "Nobody has asked this.", f"{field}.question")
        elif reply.question in seen:
            yield Refusal("answered-twice", "This question is answered twice. Give one answer.", f"{field}.question")
        else:
            seen.add(reply.question)
            yield from _faults_of(reply, question, about(question, choices), field)
    for each in questions:
        if (each.needed or each.must_be_yes) and each.question not in seen:
            yield Refusal("reply-missing", f"An answer is needed to “{each.question}”.", "replies")
    if len(written(replies, ())) > room_for(questions):
        yield Refusal("answer-too-long", "All texts together are too long. Shorten them.", "replies")


def _faults_of_each(reply: Reply, question: Question, choices: Collection[str], field: str) -> Iterator[Refusal]:
    """For each choice one of the options; and a reason, where that option needs one."""
    if not set(choices).issuperset([*reply.picked, *reply.why]):
        yield Refusal("choice-unknown", "There is no such choice here.", f"{field}.picked")
    if not set(question.options).issuperset(reply.picked.values()):
        yield Refusal("option-unknown", "There is no such option here.", f"{field}.picked")
    if question.needed and not set(reply.picked).issuperset(choices):
        yield Refusal("reply-missing", "Each of them needs an answer.", f"{field}.picked")
    if not set(reply.picked).issuperset(reply.why):
        yield Refusal("reply-missing", "A reason needs the answer for which it is given.", f"{field}.picked")
    if any(option in question.why_for and not reply.why.get(choice) for choice, option in reply.picked.items()):
        yield Refusal("why-missing", "Say why, wherever the answer needs a reason.", f"{field}.why")


def _faults_of(reply: Reply, question: Question, choices: Collection[str], field: str) -> Iterator[Refusal]:
    filled = {name for name in ALL_FIELDS if getattr(reply, name) not in (None, [], {}, "")}
    if stray := sorted(filled - FILLED[question.kind]):
        yield Refusal("reply-of-other-kind", "This is no answer to a question of this kind.", f"{field}.{stray[0]}")
    if question.kind == "each-of":
        yield from _faults_of_each(reply, question, choices, field)
    needs = {"entry": "title"}.get(question.kind, min(FILLED[question.kind]))
    if needs not in filled and question.needed:
        yield Refusal("reply-missing", "An answer is needed to this question.", f"{field}.{needs}")
    if question.must_be_yes and reply.yes is not True:
        yield Refusal("consent-missing", "Only who says yes to this can take part.", f"{field}.yes")
    if not set(choices).issuperset(reply.chosen):
        yield Refusal("choice-unknown", "There is no such choice here.", f"{field}.chosen")
    if not set(choices).issuperset(reply.scores):
        yield Refusal("choice-unknown", "There is no such choice here.", f"{field}.scores")
    if len(set(reply.chosen)) < len(reply.chosen):
        yield Refusal("chosen-twice", "A choice is named twice.", f"{field}.chosen")
    if len(reply.chosen) > (1 if question.kind == "one-of" else question.most):
        yield Refusal("too-many-chosen", "These are more choices than the question allows.", f"{field}.chosen")
