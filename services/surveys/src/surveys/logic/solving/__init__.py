"""Whether anybody can come to each piece of a questionnaire: with answers that lead there, or with the rules that forbid it.

found = reach(questionnaire, today)["sections[1].questions[0]"]     # Witness | Never | Undecided
"""

from surveys.logic.solving.pieces import Piece, pieces_of
from surveys.logic.solving.solver import Found, Never, Reason, Undecided, Witness, reach

__all__ = ["Found", "Never", "Piece", "Reason", "Undecided", "Witness", "pieces_of", "reach"]
