"""Drawing an uploaded picture anew, so that nothing but its pixels is kept."""

from dataclasses import dataclass

from journal.files import limits
from journal.files.limits import MEGABYTE, Limits

# 50 megapixels with transparency are 200 MB, and as much again while they are turned.
DRAWING = Limits(memory=768 * MEGABYTE, seconds=20, output=64 * MEGABYTE)

BEGINNINGS = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class Picture:
    """A picture that we wrote ourselves: `kind` jpg or png, its bytes, its size in pixels, a small JPEG, its look."""

    kind: str
    content: bytes
    width: int
    height: int
    thumbnail: bytes
    look: int


def redraw(content):
    """The Picture in `content` (bytes of a JPEG or PNG), upright, long side at most 2560 px, without metadata.

    Raises Unreadable with a Chinese sentence for what is broken, is no JPEG or PNG, or has over 50 megapixels.
    """
    with limits.run("journal.files.inside.picture", content, limits=DRAWING) as (line, rest):
        drawn = rest.read(line["content"])
        if not drawn.startswith(BEGINNINGS[line["kind"]]):
            raise ValueError("not the picture it says it is")
        return Picture(line["kind"], drawn, line["width"], line["height"], rest.read(), line["look"])
