"""Reckoning with days, places on the map and looks of pictures: pure functions of plain values."""

from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_000  # metres
NEAR = 200  # metres; a village's road or greenhouse is longer than a point on the map
LIKE = 6  # of 64 bits; the same scene saved anew differs in no more (tests/custody/test_photos.py)
FEATURELESS = 6  # so few bright, or so few dark: a wall, a night; any other such picture looks the same


def next_on(last_on, entered_on, days):
    """By when an asset is to be looked at: so many days after the last time, or after it was entered."""
    return (last_on or entered_on) + timedelta(days=days)


def overdue_days(due_on, today):
    """How many days a patrol is late, 0 while it is not."""
    return max((today - due_on).days, 0)


def distance(one, other):
    """Metres between two (longitude, latitude) on the globe, to the metre."""
    (west, south), (east, north) = ([radians(float(part)) for part in place[:2]] for place in (one, other))
    arc = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(min(arc, 1))))


def far(one, other):
    """Metres between two (longitude, latitude, accuracy) that cannot be the same place, or None where they may be."""
    metres = distance(one, other)
    return metres if metres > NEAR + one[2] + other[2] else None


def metres_text(metres):
    """A distance as people say it: 850 米, 1.2 千米."""
    return f"{metres} 米" if metres < 1000 else f"{metres / 1000:.1f} 千米"


def is_featureless(look):
    """Whether a look says nothing: no photo is known by it, only by being the very same file."""
    ones = (look & (2**64 - 1)).bit_count()
    return ones <= FEATURELESS or ones >= 64 - FEATURELESS
