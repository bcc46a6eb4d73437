class Trouble(Exception):
    """What a person is told in one sentence when the stack cannot go on."""
