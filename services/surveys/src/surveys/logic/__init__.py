"""Rules as data: expressions over answers, what they mean, and how they are written and said. No clock, no database.

shown = met(["=", ["answer", "cycles"], "yes"])
shown({"cycles": "yes"}, today)                        # True
"""

from surveys.logic.evaluate import Evaluate, Met, compiled, met, with_words
from surveys.logic.expression import Expression, Flaw, faults, names, renamed

__all__ = ["Evaluate", "Expression", "Flaw", "Met", "compiled", "faults", "met", "names", "renamed", "with_words"]
