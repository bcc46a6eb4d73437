"""Rules as data: expressions over answers, what they mean, and how they are written and said. No clock, no database.

shown = met(["=", ["answer", "cycles"], "yes"])
shown({"cycles": "yes"}, today)                        # True
"""

from surveys.logic.evaluate import Evaluate, Met, compiled, met, with_words
from surveys.logic.expression import Expression, Flaw, faults, names, operands, renamed
from surveys.logic.lots import drawn_group, lot, shuffled
from surveys.logic.values import empty, equal, flat, number_of, text

__all__ = [
    "Evaluate",
    "Expression",
    "Flaw",
    "Met",
    "compiled",
    "drawn_group",
    "empty",
    "equal",
    "faults",
    "flat",
    "lot",
    "met",
    "names",
    "number_of",
    "operands",
    "renamed",
    "shuffled",
    "text",
    "with_words",
]
