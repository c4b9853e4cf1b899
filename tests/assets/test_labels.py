"""Labels on paper: where they stand to the tenth of a millimetre, what they say, and what a phone reads off them."""

from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
import segno
import zxingcpp
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from assets.labels import codes, making
from assets.labels.calibration import calibration
from assets.labels.drawing import FONT, MISSING, POINT, SIMPLIFIED, Label, Labels
from assets.labels.sheets import SHEETS
from assets.models import Asset

MM = 72 / 25.4
ALL = sorted(SHEETS)


def label(number=0, name="东关至刘庄道路"):
    code = f"410821100201G2019{number + 1:04}"
    return Label(
        code, name, "城关镇 东关村", "东关村集体", "形成年度 2019 年", "修武县扶贫资产", codes.address(code)
    )


def drawn(sheet, labels, **options):
    given = {"x": 0, "y": 0, "start": 1} | options
    return making.draw(labels, sheet=sheet, **given)[0]


def texts(page):
    """[(text, x mm, baseline mm from the top)] of a page."""
    found, height = [], float(page.mediabox.height)

    def visit(text, matrix, text_matrix, font, size):
        if text := text.replace("\0", "").strip():  # pypdf leaves the upper byte of codes it maps
            found.append((text, text_matrix[4] / MM, (height - text_matrix[5]) / MM))

    page.extract_text(visitor_text=visit)
    return found


def boxes(page):
    """[(x, y, side of a module)] in mm of the codes of a page, from the upper left corner of the paper."""
    height = float(page.mediabox.height)
    lines = page.get_contents().get_data().decode("latin-1").splitlines()
    found = [line.split()[1:7] for line in lines if line.startswith("q ") and " cm 0 g " in line]
    return [(float(e) / MM, (height - float(f)) / MM, float(a) / MM) for a, _, _, _, e, f in found]


@pytest.mark.parametrize("key", ALL)
def test_a_full_sheet_has_each_label_where_the_paper_has_it(key):
    sheet = SHEETS[key]
    (page,) = PdfReader(BytesIO(drawn(key, [label(n) for n in range(sheet.count)]))).pages
    assert (float(page.mediabox.width) / MM, float(page.mediabox.height) / MM) == pytest.approx(
        sheet.page, abs=0.01
    )
    heads = [(x, y) for text, x, y in texts(page) if text == "修武县扶贫资产"]
    small = sheet.type_size * 0.74 * POINT
    wanted = [(x + sheet.pad, y + sheet.pad + small) for x, y in map(sheet.corner, range(sheet.count))]
    assert len(heads) == sheet.count
    assert all(found == pytest.approx(at, abs=0.1) for found, at in zip(heads, wanted, strict=True))


@pytest.mark.parametrize("key", ALL)
def test_every_code_stands_within_its_label_with_white_around(key):
    sheet = SHEETS[key]
    (page,) = PdfReader(BytesIO(drawn(key, [label(n) for n in range(sheet.count)]))).pages
    for place, (x, y, module) in enumerate(boxes(page)):
        left, top = sheet.corner(place)
        side = module * 33
        assert module > 0.4
        assert left + 4 * module < x and x + side <= left + sheet.width - 4 * module + 0.1
        assert top + 4 * module <= y + 0.1 and y + side < top + sheet.height - 4 * module


@pytest.mark.parametrize("key", ALL)
def test_nothing_is_printed_beyond_a_label(key):
    sheet = SHEETS[key]
    long = Label(*["城关镇东关村二〇一九年农田水利及村组道路硬化工程" * 4] * 6, url=codes.address("4" * 21))
    picture = rendered(drawn(key, [long]), 6).convert("L").point(lambda value: 255 * (value < 200))
    left, top, right, bottom = [edge / 6 for edge in picture.getbbox()]
    x, y = sheet.corner(0)
    assert left >= x + 1 and top >= y + 1 and right <= x + sheet.width - 1 and bottom <= y + sheet.height - 1


def test_an_offset_moves_everything_by_so_many_millimetres():
    plain = PdfReader(BytesIO(drawn("a4_3x8", [label()]))).pages[0]
    moved = PdfReader(BytesIO(drawn("a4_3x8", [label()], x=Decimal("1.5"), y=Decimal("-0.7")))).pages[0]
    for (_, x, y), (_, right, down) in zip(texts(plain), texts(moved), strict=True):
        assert (right - x, down - y) == pytest.approx((1.5, -0.7), abs=0.01)
    assert boxes(moved)[0][:2] == pytest.approx(
        (boxes(plain)[0][0] + 1.5, boxes(plain)[0][1] - 0.7), abs=0.01
    )


def test_a_sheet_that_was_begun_is_used_up_before_the_next():
    pages = PdfReader(BytesIO(drawn("a4_3x8", [label(n) for n in range(30)], start=20))).pages
    assert [len(boxes(page)) for page in pages] == [5, 24, 1]
    left, top = SHEETS["a4_3x8"].corner(19)
    assert all(x >= left and y >= top for _, x, y in texts(pages[0])[:6])


def rendered(content, dots):
    """The first page as a picture, so many dots a mm."""
    return pypdfium2.PdfDocument(content)[0].render(scale=dots / MM).to_pil()


@pytest.mark.parametrize("key", ALL)
def test_a_phone_reads_the_address_of_each_asset_off_the_paper(key):
    labels = [label(n) for n in range(SHEETS[key].count)]
    read = zxingcpp.read_barcodes(rendered(drawn(key, labels), 8))  # 200 dpi
    assert {code.text for code in read} == {one.url for one in labels}
    assert labels[0].url == "http://127.0.0.1:8000/q/410821100201G20190001/"


def test_the_matrix_is_that_of_the_address():
    count, dark = codes.modules(label().url)
    matrix = [[0] * count for _ in range(count)]
    for x, y, length in dark:
        matrix[y][x : x + length] = [1] * length
    code = segno.make_qr(label().url, error="m", mask=codes.MASK, boost_error=False)
    assert matrix == [list(row) for row in code.matrix]


RARE = "𠮷焦扶〇㐂䶮𬭊堽垚"


def test_rare_characters_have_glyphs_and_none_is_the_box():
    font = TTFont(FONT, fontNumber=SIMPLIFIED, lazy=True)
    assert font["name"].getDebugName(4) == "Noto Sans CJK SC"
    assert [char for char in RARE if font.getBestCmap().get(ord(char), ".notdef") == ".notdef"] == []
    font.close()
    content, missing = making.draw([label(name=RARE)], sheet="a4_2x5", x=0, y=0, start=1)
    (page,) = PdfReader(BytesIO(content)).pages
    assert missing == set() and RARE in "".join(text for text, *_ in texts(page))
    assert {"/FontFile3"} == {name for name in embedded(page) if name.startswith("/FontFile")}


def embedded(page):
    """The keys of the descriptors of the page's fonts: a font whose file is there needs no other machine's."""
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    return {
        key
        for font in fonts
        for key in font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    }


def test_what_the_font_lacks_is_told_and_stands_as_the_printers_sign():
    content, missing = making.draw([label(name="西\ue000村")], sheet="a4_2x5", x=0, y=0, start=1)
    assert missing == {"\ue000"}
    assert f"西{MISSING}村" in [text for text, *_ in texts(PdfReader(BytesIO(content)).pages[0])]


@pytest.mark.parametrize("width", [12, 20, 34.5])
def test_a_name_is_cut_to_two_lines_that_fit(width):
    page = Labels(SHEETS["a4_3x8"])
    name = "城关镇东关村二〇一九年农田水利及村组道路硬化工程"
    lines = page.cut(name, width, 9, lines=2)
    assert len(lines) == 2 and all(page.measure(line) * 9 <= width + 0.01 for line in lines)
    assert "".join(lines) == name or (lines[1].endswith("…") and name.startswith("".join(lines)[:-1]))
    page.set_font_size(9)
    assert page.measure(lines[0]) * 9 == pytest.approx(page.get_string_width(lines[0]), abs=0.01)
    page.finished()


def test_the_test_page_shows_every_label_moved_and_a_ruler_of_millimetres():
    sheet = SHEETS["a4_3x8"]
    (page,) = PdfReader(BytesIO(calibration(sheet, x=2, y=1))).pages
    drawn_lines = page.get_contents().get_data().decode("latin-1").splitlines()
    outlines = [line.split() for line in drawn_lines if line.endswith("re S")]
    assert len(outlines) == sheet.count
    x, y, width, height = (float(number) / MM for number in outlines[0][:4])
    assert (x, 297 - y, width, abs(height)) == pytest.approx((2, 1.5, 70, 37), abs=0.05)
    assert "标签校准页" in [text for text, *_ in texts(page)]


def test_a_label_of_a_household_tells_neither_name_nor_village(here):
    given = {"category": "household", "subtype": "D01", "measure": "head", "name": "张三丰家母牛"}
    here.asset_in("ledger", **given)
    (one,) = making.labels_of(making.printable(Asset.objects.all()))
    assert (one.name, one.place, one.unit) == ("生物资产", "城关镇", "")


def test_a_label_says_what_the_ledger_says(here):
    asset = here.asset_in("ledger")
    (one,) = making.labels_of(making.printable(Asset.objects.all()))
    assert one == Label(
        number=asset.number,
        name="东关至刘庄道路",
        place="城关镇 东关村",
        unit=f"持有单位 {here.village.name}",
        year="形成年度 2019 年",
        head="修武县扶贫资产",
        url=f"http://127.0.0.1:8000/q/{asset.number}/",
    )


def test_labels_hold_no_address_of_the_request(here, settings):
    settings.SITE_URL = "https://jiadi.example.gov.cn/"
    here.asset_in("ledger")
    (one,) = making.labels_of(making.printable(Asset.objects.all()))
    assert one.url.startswith("https://jiadi.example.gov.cn/q/4108")
