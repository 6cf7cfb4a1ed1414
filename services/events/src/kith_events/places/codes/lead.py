"""The lead's side of closed parts: blocks of entry codes go to the parties, come back whole, and are given again."""

from base64 import b32encode
from collections.abc import Collection, Mapping

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed
from kith_commons.places.blocks import Blocks, Given, ask, call, serve, take_back
from kith_contracts.events.codes import BlockGiven, BlocksReturned, CallBlocks, RequestBlock
from kith_contracts.message import Letter
from kith_events.event.lead import JointEvent


def codes_of(keyed: Keyed, event: str, part: str, block: int, size: int) -> list[str]:
    """The entry codes of a block: keyed hashes, so that nobody but the lead can guess one, and it need keep none."""
    hashes = [keyed("entry-code", event, part, str(block), str(number)) for number in range(size)]
    return [b32encode(bytes.fromhex(each)).decode().lower()[:16] for each in hashes]


def block_letters(
    at: Circumstances, event: str, given: Collection[tuple[str, Given]], blocks: Mapping[str, Blocks]
) -> list[Letter]:
    """To each body the blocks that it is given, with their codes."""
    letters = []
    for part, (body, block) in given:
        codes = codes_of(at.keyed, event, part, block, blocks[part].size)
        letters.append(Letter(body, BlockGiven(event=event, part=part, block=block, codes=codes)))
    return letters


def call_blocks(event: JointEvent) -> tuple[dict[str, Blocks], list[Letter]]:
    """The return date has come: every body that holds blocks is asked, once, for those that it does not use."""
    new = {part: blocks for part, blocks in event.blocks.items() if not blocks.called}
    letters = [
        Letter(body, CallBlocks(event=event.event, part=part))
        for part, blocks in new.items()
        for body, held in blocks.held.items()
        if held
    ]
    return event.blocks | {part: call(blocks) for part, blocks in new.items()}, letters


# Decisions


def request_block(at: Circumstances, request: RequestBlock, event: JointEvent | None) -> Decision:
    """A block of the pool, now or as soon as there is one: first come first."""
    if event is None or at.sender not in event.parties or request.part not in event.blocks:
        return NOTHING
    return _served(at, event, request.part, ask(event.blocks[request.part], at.sender))


def take_blocks(at: Circumstances, fact: BlocksReturned, event: JointEvent | None) -> Decision:
    """Whole blocks come back, and go to those who have asked for one."""
    if event is None or fact.part not in event.blocks:
        return NOTHING
    return _served(at, event, fact.part, take_back(event.blocks[fact.part], at.sender, fact.blocks))


def _served(at: Circumstances, event: JointEvent, part: str, blocks: Blocks) -> Decision:
    served, given = serve(blocks) if event.gives(part, at.now) else (blocks, ())
    if served == event.blocks[part]:
        return NOTHING
    changed = event.but(blocks={**event.blocks, part: served})
    letters = block_letters(at, event.event, [(part, each) for each in given], changed.blocks)
    return Decision(states=(changed,), says=tuple(letters))
