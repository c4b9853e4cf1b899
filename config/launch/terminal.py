"""What the launcher tells the person at the terminal."""

import os
import sys
import time
import unicodedata

STARTED = float(os.environ.get("JIADI_STARTED", time.time()))


def say(text):
    """Prints a line with the seconds since `./jiadi` was called."""
    print(f"[{time.time() - STARTED:4.0f} 秒] {text}", flush=True)


def give_up(text, code=1):
    """Prints the sentence as an error and leaves with the code."""
    print(f"[{time.time() - STARTED:4.0f} 秒] {text}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def table(rows):
    """The rows, lists of text, as lines in columns; a Chinese character takes two places."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def _padded(cell, places):
    return cell + " " * (places - width(cell))


def width(text):
    """How many places a text takes on the screen."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
