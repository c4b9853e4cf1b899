"""Pictures are drawn anew: upright, smaller, and with nothing of the file that was sent but its pixels."""

import io

import pytest
from PIL import Image, PngImagePlugin

from journal.files.images import redraw
from journal.files.limits import Unreadable
from tests.journal.hostile import png_header


def saved(picture, kind, **options):
    """The picture as bytes of a file."""
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def opened(content):
    """The picture in our bytes."""
    return Image.open(io.BytesIO(content))


def refusal_of(content):
    """The sentence a picture is refused with."""
    with pytest.raises(Unreadable) as refused:
        redraw(content)
    return refused.value.sentence


def with_exif(width=40, height=20, **options):
    """A JPEG lying on its side, with a place and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret words"
    exif.get_ifd(0x8825)[1] = "N"
    return saved(Image.new("RGB", (width, height)), "JPEG", exif=exif, comment=b"secret words", **options)


def test_a_photograph_is_set_upright_and_loses_its_place_and_comments():
    profile = b"secret words" * 20
    given = with_exif(icc_profile=profile)
    drawn = redraw(given)
    assert b"secret words" in given and b"secret words" not in drawn.content + drawn.thumbnail
    assert (drawn.kind, drawn.width, drawn.height) == ("jpg", 20, 40)
    assert opened(drawn.content).size == (20, 40)
    assert not opened(drawn.content).getexif()


def test_a_large_photograph_is_made_smaller_and_its_thumbnail_small():
    drawn = redraw(saved(Image.new("RGB", (5000, 2500), (10, 200, 30)), "JPEG"))
    assert (drawn.width, drawn.height) == (2560, 1280)
    assert opened(drawn.thumbnail).size == (320, 160)
    assert opened(drawn.thumbnail).format == "JPEG"


def test_a_png_keeps_what_is_transparent_and_loses_its_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "secret words")
    given = saved(Image.new("RGBA", (30, 10), (255, 0, 0, 0)), "PNG", pnginfo=texts)
    drawn = redraw(given)
    assert b"secret words" in given and b"secret words" not in drawn.content
    assert opened(drawn.content).getpixel((5, 5))[3] == 0
    assert opened(drawn.thumbnail).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_drawn(mode):
    drawn = redraw(saved(Image.new(mode, (30, 10)), "PNG"))
    assert (drawn.kind, opened(drawn.content).size) == ("png", (30, 10))


def test_sixteen_bit_grey_keeps_its_shades():
    drawn = redraw(saved(Image.new("I;16", (4, 4), 32768), "PNG"))
    assert opened(drawn.content).getpixel((1, 1)) == 128


def test_a_print_in_four_inks_is_drawn_in_screen_colours():
    assert opened(redraw(saved(Image.new("CMYK", (30, 10)), "JPEG")).content).mode == "RGB"


@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04 a zip behind"])
def test_what_hangs_behind_a_picture_is_left_behind(tail):
    drawn = redraw(saved(Image.new("RGB", (30, 10)), "PNG") + tail)
    assert tail not in drawn.content + drawn.thumbnail


def test_a_bomb_of_900_megapixels_is_refused_by_its_header():
    assert refusal_of(png_header(30_000, 30_000)) == "图片像素过多，超过 5000 万像素。请缩小后再上传。"


def test_a_picture_just_over_fifty_megapixels_is_refused_with_its_size():
    assert "10000×5001 像素，超过 5000 万像素" in refusal_of(png_header(10_000, 5_001))


def test_a_text_bomb_in_a_png_is_refused():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "x" * 50_000_000, zip=True)
    assert "图片有损坏" in refusal_of(saved(Image.new("RGB", (8, 8)), "PNG", pnginfo=texts))


def test_cut_and_broken_pictures_are_refused():
    photograph = saved(Image.effect_noise((200, 200), 90), "JPEG")
    assert "图片有损坏或不完整" in refusal_of(photograph[: len(photograph) // 2])
    assert "图片有损坏或不完整" in refusal_of(png_header(10, 10, b"not deflated"))
    assert "图片有损坏或不完整" in refusal_of(b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_formats_are_not_opened_at_all(kind):
    assert "图片有损坏" in refusal_of(saved(Image.new("RGB", (8, 8)), kind))


def test_a_photograph_with_broken_metadata_is_still_a_photograph():
    given = with_exif()
    at = given.index(b"Exif\x00\x00") + 10
    assert redraw(given[:at] + b"\xff\xff\xff\x7f" + given[at + 4 :]).kind == "jpg"


def test_a_phones_picture_with_a_second_one_behind_is_taken_as_its_first():
    frames = [Image.new("RGB", (30, 10), colour) for colour in ("red", "blue")]
    drawn = redraw(saved(frames[0], "MPO", save_all=True, append_images=frames[1:]))
    assert (drawn.kind, opened(drawn.content).format) == ("jpg", "JPEG")
