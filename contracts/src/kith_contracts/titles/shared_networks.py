"""Titles of what is refused: networks that several organisations own."""

from typing import Final

SHARED_NETWORKS: Final = {
    "announcement-unknown": "No such announcement waits",
    "duty-twice": "A duty is there twice",
    "lead-already": "The organisation leads already",
    "lead-changed": "Another organisation leads",
    "lead-is-there": "The lead is there",
    "lead-leaves": "The lead cannot leave before it hands over",
    "lead-writes": "The lead alone writes to all",
    "line-twice": "A line of the budget is there twice",
    "lines-above-money": "The lines are more than what the owners pay",
    "more-visible": "More people would find or join the network",
    "name-too-long": "The name is too long",
    "not-agreed": "Nothing is agreed on yet",
    "not-deputy": "The organisation is no deputy",
    "office-twice": "An office is there twice",
    "office-without-owner": "The office names no owner",
    "owner-alone": "The network has one owner only",
    "succession-fixed": "Who leads is not changed by the text",
    "swap-answered": "The swap is answered already",
    "swap-unknown": "No such swap is offered",
    "take-over-too-early": "The lead is there, or not silent long enough",
    "term-beyond-text": "The term is longer than the text says",
    "turn-of-another": "Another owner has this turn",
    "turn-of-ours": "This turn is one's own",
    "turn-over": "The turn is done or over",
    "turn-too-early": "The time of this turn has not begun",
    "turn-unknown": "No turn of this duty in this period",
    "term-taken": "Another deputy is backed in this term",
}
