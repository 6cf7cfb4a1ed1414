"""How often Python looks for garbage in circles, which a service makes little of."""

import gc
from typing import Final

YOUNG: Final = 50_000
"""Objects that are made between two looks at the young: a batch or so. Python's 700 are those of a dozen
messages, and looking so often took a fourteenth of all time.
"""


def settle() -> None:
    """Leave alone for good what is there now, models and libraries; look at the young when there are many."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 10)
