"""How much can be taken out at once: a table of 50 lines and 200 answers has 10,000 boxes, and a survey may hold many such."""

from eventlog import Refused

MOST_VARIABLES = 20_000
MOST_LETTERS = 20_000_000
"""Of the questions' texts in a codebook, which says them for each variable and code."""
MOST_BOXES = 10_000


class TooMuchAtOnce(Refused):
    code = "too_much_at_once"
    status = 422
    title = "Undersøkelsen har for store tabeller til å tas ut på denne måten"
