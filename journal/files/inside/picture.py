"""Task of the child: a JPEG or PNG → the same picture drawn anew, and its thumbnail.

What was appended, hidden or noted in the file (scripts, EXIF with the place of a poor family's house, colour
profiles, comments) is not copied: only pixels pass. First line {"kind", "width", "height", "look", "content": bytes of
the picture}, then the picture, then the thumbnail.
"""

import io
import json
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from journal.files.inside.refusal import Refusal

# Phones take up to 50 megapixels; three bytes each, and two copies while turning, fit the limits of the child.
MAX_PIXELS = 50_000_000
# Enough to read a notice photographed on a wall; a panel shows half of it.
LONG_SIDE = 2560
THUMBNAIL_SIDE = 320
# JPEG quality: at 85 the eye sees no loss in photographs, at a third of the bytes of 95.
QUALITY = 85
WHITE = (255, 255, 255)

BROKEN = "图片有损坏或不完整，无法读取。请重新拍照或重新传送原图后再上传。"
TOO_LARGE = "图片有 {width}×{height} 像素，超过 5000 万像素。请缩小后再上传。"
METADATA_WARNINGS = ".*(EXIF|MPO|Truncated File Read|Metadata Warning)"
FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png"}


def run(stream, out):
    """Read the picture in `stream`, write the line and both pictures to `out`; raises Refusal."""
    warnings.simplefilter("error")
    # About metadata, which is not kept, and about a phone's second picture behind the first, which is not taken.
    warnings.filterwarnings("ignore", message=METADATA_WARNINGS)
    # Pillow itself refuses twice the limit; up to there the limit is ours, told with the size.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        kind, picture = _read(stream)
    except Image.DecompressionBombError as error:
        raise Refusal("图片像素过多，超过 5000 万像素。请缩小后再上传。") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Warning) as error:
        raise Refusal(BROKEN) from error
    content = _encode(picture, kind)
    line = {"kind": kind, "width": picture.width, "height": picture.height, "content": len(content)}
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    picture = _on_white(picture)
    out.write(json.dumps(line | {"look": look_of(picture)}).encode() + b"\n")
    out.write(content)
    out.write(_encode(picture, "jpg"))


def look_of(picture):
    """A picture's difference hash: of 8 rows of 9 grey dots, whether each is brighter than the next; 64 bits, signed.

    The same scene saved anew or at another size differs in few bits, another scene in some thirty.
    """
    grey = list(picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes())
    brighter = [grey[9 * row + at] > grey[9 * row + at + 1] for row in range(8) for at in range(8)]
    bits = sum(1 << at for at, is_brighter in enumerate(brighter) if is_brighter)
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def _read(stream):
    """(kind, picture): upright, at most LONG_SIDE, in RGB, RGBA or grey, without anything but pixels."""
    with Image.open(stream, formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Refusal(TOO_LARGE.format(width=opened.width, height=opened.height))
        # A JPEG can be decoded at a half or a quarter at once, in a fraction of the time and memory.
        opened.draft(None, (LONG_SIDE, LONG_SIDE))
        opened.load()
        picture = _plain(opened)
        picture.thumbnail((LONG_SIDE, LONG_SIDE))
        kind = FORMATS[opened.format]
    picture = ImageOps.exif_transpose(picture)
    picture.info.clear()
    return kind, picture


def _plain(opened):
    """The picture in a mode that both encoders take, itself where it is in one; what is transparent stays so."""
    if opened.mode in ("LA", "PA") or "transparency" in opened.info:
        return opened.convert("RGBA")
    if opened.mode.startswith("I"):
        # 16 bits a grey value; plain conversion would cut all above 255 to white.
        return opened.point(lambda value: value / 256).convert("L")
    if opened.mode in ("L", "RGB", "RGBA"):
        return opened
    return opened.convert("L" if opened.mode == "1" else "RGB")


def _on_white(picture):
    """The picture without transparency, as paper shows it."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, WHITE)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encode(picture, kind):
    """The picture as bytes of a JPEG or PNG."""
    into = io.BytesIO()
    if kind == "png":
        picture.save(into, "PNG")
    else:
        _on_white(picture).save(into, "JPEG", quality=QUALITY)
    return into.getvalue()
