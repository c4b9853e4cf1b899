"""How code that must not import Django says why it does not take a file."""


class Refusal(Exception):
    """The file is not taken; the only argument is the Chinese sentence for the person who sent it."""
