"""Something whole is shared by weights: each has its part, and together they are the whole."""

from collections.abc import Mapping


def apportioned(whole: int, weights: Mapping[str, int], first: str = "") -> dict[str, int]:
    """The part of each, in proportion to its weight. What rounding leaves goes one by one to the largest remainders
    (the method of Hamilton): among equal ones to `first`, then by name. A surplus, below zero, is shared in the same
    way. Some weight must be above zero, unless nothing is shared.
    """
    sign, size = (-1, -whole) if whole < 0 else (1, whole)
    total = sum(weights.values()) or 1
    parts = {name: size * weight // total for name, weight in weights.items()}
    left = size - sum(parts.values())
    largest = sorted(weights, key=lambda name: (-(size * weights[name] % total), name != first, name))[:left]
    return {name: sign * (part + (name in largest)) for name, part in parts.items()}
