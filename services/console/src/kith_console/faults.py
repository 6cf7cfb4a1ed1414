"""What is wrong with a field, in words for people. The node's own sentences stay; those of the checker of types, which
speak of integers and strings, are replaced.
"""

import re
from collections.abc import Callable
from typing import Final

from kith_console.words import N_, money
from kith_contracts.message import Fault

NO_ADDRESS: Final = "no-mail-address"
"""The code of a page's own, for the field of one's mail address."""
EXACTLY: Final = {
    NO_ADDRESS: N_("Write your mail address, such as name@example.org."),
    "missing": N_("Fill this in."),
    "string-too-short": N_("Fill this in."),
    "too-short": N_("Choose at least one."),
    "literal-error": N_("Choose one of these."),
    "greater-than": N_("More than {number}."),
    "greater-than-equal": N_("At least {number}."),
    "less-than": N_("Less than {number}."),
    "less-than-equal": N_("At most {number}."),
    "string-too-long": N_("At most {number} characters."),
    "too-long": N_("At most {number} of these."),
    "string-pattern-mismatch": N_("This cannot be read. Write it in the form that is asked for."),
    "timezone-aware": N_("Write a day and a time."),
}
"""By the code, most of them of the checker."""
KINDS: Final = {
    "int-": N_("Write a whole number."),
    "datetime-": N_("Write a day and a time."),
    "date-type": N_("Write a day."),
    "date-parsing": N_("Write a day."),
    "date-from-": N_("Write a day."),
}
"""The same, by what codes begin with. `date-over` is the node's own."""
SUM: Final = "pence"
"""Fields with this in their name are typed in pounds."""
OF_SUMS: Final = N_("Write a sum, such as 12.50.")
NUMBER: Final = re.compile(r"-?\d+")


def plain(fault: Fault, translated: Callable[[str], str]) -> Fault:
    """The fault in words for people, translated."""
    kind = next((said for begin, said in KINDS.items() if fault.code.startswith(begin)), None)
    sentence = EXACTLY.get(fault.code, kind)
    if sentence is None:
        return fault
    is_sum = SUM in fault.field
    if is_sum and sentence == KINDS["int-"]:
        sentence = OF_SUMS
    found = NUMBER.search(fault.sentence)
    number = money(int(found[0])) if found and is_sum else found[0] if found else ""
    return fault.model_copy(update={"sentence": translated(sentence).format(number=number)})
