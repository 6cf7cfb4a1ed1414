"""What a decision deletes, noted for its batch; and what a decision about many may no longer say of some."""

from datetime import datetime
from typing import Final

from kith_chassis.decision import Decision, Ref, State
from kith_chassis.keys.vault import Vault
from kith_chassis.path.load import Loaded
from kith_chassis.path.wire import Record, partition_of
from kith_chassis.path.work import Work
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.topics import partitions_of

GONE: Final = Refusal("person-forgotten", "This person was forgotten here; take a new id for someone new.", "person")
"""What the asker is told of a command about someone who is forgotten."""


def forget(decision: Decision, now: datetime, loaded: Loaded, work: Work, vault: Vault) -> None:
    """Note in `loaded` and `work` what this decision deletes."""
    for ref in decision.forgets:
        _forget_state(ref, loaded, work)
    if decision.erases:
        _erase_person(decision.erases, loaded, work)
        work.forgetting.person(decision.erases, vault.key_id(decision.erases), now)
    if decision.destroys:
        work.forgetting.key(decision.destroys)


def _forget_state(ref: Ref, loaded: Loaded, work: Work) -> None:
    loaded.states[ref.path] = None
    work.states.pop(ref.path, None)
    if revision := loaded.revisions.get(ref.path):
        work.forgetting.state(ref.path, revision, guarded=ref.model.guarded)


def _erase_person(person: str, loaded: Loaded, work: Work) -> None:
    loaded.erased.add(person)
    for path in [path for path, (_, state) in work.states.items() if state.about == person]:
        del work.states[path]
    for path in [path for path, state in loaded.states.items() if state is not None and state.about == person]:
        loaded.states[path] = None
    work.parked = [each for each in work.parked if each.get("person") != person]
    work.timers = [each for each in work.timers if each.get("person") != person]


async def of_the_living(decision: Decision, loaded: Loaded, vault: Vault) -> Decision:
    """The keys for all that is to be sealed; and the decision without what is about people who are forgotten, whom one
    about many at once may still name.
    """
    said = [each for each in decision.says if not isinstance(each, Letter)]
    sealed: list[State | Message] = [*decision.states, *said, *(due.command for due in decision.due)]
    named = {each.about for each in sealed if each.sealed_fields and each.about}
    if not named:
        return decision
    await vault.ensure(named - loaded.erased)
    gone = {each for each in named if each in loaded.erased or vault.forgotten(each)}
    if not gone:
        return decision
    return decision._replace(
        states=tuple(each for each in decision.states if each.about not in gone),
        says=tuple(each for each in decision.says if isinstance(each, Letter) or each.about not in gone),
        due=tuple(each for each in decision.due if each.command.about not in gone),
    )


def tombstones(decision: Decision, body: str) -> list[Record]:
    """Records without content; readers pass them over, and compaction removes what they stand for."""
    records = []
    for model, key in decision.tombstones:
        contract = model.contract
        partition = partition_of(key.encode(), partitions_of(contract.channel))
        records.append(Record(contract.topic(body), partition, key.encode(), None, ()))
    return records
