"""A sheet to hold against the labels: their outlines with rulers, so that one reads off what a printer is off by."""

from assets.labels.drawing import POINT, Labels

TEXT = 9
REACH = 10  # mm a ruler goes on each side of an edge


def calibration(sheet, *, x=0, y=0):
    """The PDF (bytes) of a test page for a sheet, moved as the labels would be."""
    page = Labels(sheet, x=x, y=y)
    page.add_page()
    page.set_line_width(0.1)
    for place in range(sheet.count):
        page.rect(*page.corner(place), sheet.width, sheet.height)
    left, top = page.corner(0)
    _ruler(page, left + sheet.width / 2, top + sheet.height)
    lines = [
        "标签校准页",
        f"向右 {float(x):g}，向下 {float(y):g} 毫米",
        "按实际大小（100%）打印，",
        "与标签纸叠起对光看；偏几毫米，",
        "就在校准里填几。标尺每格 1 毫米。",
    ]
    size = min(TEXT, sheet.type_size)
    page.set_font_size(size)
    for at, line in enumerate(lines):
        page.text(left + 3, top + 3 + (at + 1) * size * 1.3 * POINT, line)
    return page.finished()


def _ruler(page, x, y):
    """A cross of 1 mm marks on the lower edge of the first label; each fifth is longer."""
    page.line(x - REACH, y, x + REACH, y)
    page.line(x, y - REACH / 2, x, y + REACH / 2)
    for step in range(-REACH, REACH + 1):
        long = 1.6 if step % 5 == 0 else 0.8
        page.line(x + step, y - long, x + step, y)
        if abs(step) <= REACH / 2:
            page.line(x, y + step, x + long, y + step)
