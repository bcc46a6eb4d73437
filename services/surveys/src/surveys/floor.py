"""How many must have answered before a figure, or what somebody wrote, is shown. Analytics has the same floor."""

FLOOR = 10
