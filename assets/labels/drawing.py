"""Draws a PDF of labels: vector codes, one subset of one font, positions in millimetres."""

from dataclasses import dataclass

from fpdf import FPDF

from assets.labels import codes

# Debian's fonts-noto-cjk, which ./jiadi and config/Dockerfile install: 65,535 glyphs, rare characters of names too.
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED = 2  # its place in the collection
MISSING = "〓"  # what printers set for a character they have no type for
POINT = 25.4 / 72  # mm
REPORT = "监督举报 12317"
CODE = 0.3  # of a label's width: modules of half a millimetre and more


@dataclass(frozen=True)
class Label:
    """What stands on one label, as text."""

    number: str
    name: str
    place: str
    unit: str
    year: str
    head: str
    url: str


class Labels(FPDF):
    """A document of labels on one kind of sheet, all moved by (x, y) mm."""

    def __init__(self, sheet, *, x=0, y=0):
        super().__init__(unit="mm", format=sheet.page)
        self.sheet, self.moved = sheet, (float(x), float(y))
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.set_title("资产标签")
        self.set_creator("家底")
        self.add_font("label", fname=FONT, collection_font_number=SIMPLIFIED)
        self.set_font("label", size=1)
        self.known = self.current_font.cmap.keys()
        self.widths, self.missing = {}, set()

    def fill_sheets(self, labels, *, start=1):
        """Draw the labels in the order of reading, the first at place `start` (1, 2, …) of the first sheet."""
        for place, label in enumerate(labels, start - 1):
            if place % self.sheet.count == 0 or not self.pages:
                self.add_page()
            self._draw(label, self.corner(place % self.sheet.count))

    def finished(self):
        """The file as bytes; nothing can be drawn after it. fpdf2 itself leaves the font open."""
        content = bytes(self.output())
        self.fonts["label"].close()
        return content

    def corner(self, place):
        """Where a label begins on the paper, moved as the printer asks for."""
        x, y = self.sheet.corner(place)
        return x + self.moved[0], y + self.moved[1]

    def _draw(self, label, corner):
        sheet, (left, top) = self.sheet, corner
        small, side = sheet.type_size * 0.74, sheet.width * CODE
        code_left, y = left + sheet.width - sheet.pad - side, top + sheet.pad
        module = self._code(label.url, code_left, y, side)
        self._middle(REPORT, code_left, side, y + side + codes.QUIET * module, small)
        at, width = left + sheet.pad, sheet.width - 2 * sheet.pad - side - codes.QUIET * module
        y = self._line(label.head, at, y, width, small)
        for line in self.cut(label.name, width, sheet.type_size, lines=2):
            y = self._line(line, at, y, width, sheet.type_size)
        for text in filter(None, (label.place, label.unit, label.year)):
            y = self._line(text, at, y, width, small)
        self._line(label.number, at, top + sheet.height - sheet.pad - small * 1.2 * POINT, width, small * 1.1)

    def _line(self, text, x, y, width, size):
        """One line whose upper edge is y, smaller where it is too long; returns where the next begins."""
        text = self.printable(text)
        long = self.measure(text) * size
        fits = size if long <= width else max(size * width / long, size * 0.6)
        self._set(self.cut(text, width, fits)[0], x, y + size * POINT, fits)
        return y + size * 1.36 * POINT

    def _middle(self, text, x, width, y, size):
        size = min(size, width / self.measure(text))
        self._set(text, x + (width - self.measure(text) * size) / 2, y + size * POINT, size)

    def _set(self, text, x, y, size):
        self.set_font_size(size)
        self.text(x, y, text)

    def _code(self, url, x, y, side):
        """The dark modules of the code, of `side` mm; returns the side of one.

        One path: seams between its runs would show as white hairs. fpdf2 has no call for a path of many boxes.
        """
        count, dark = codes.modules(url)
        scale = side / count * self.k
        runs = " ".join(f"{column} {-row - 1} {length} 1 re" for column, row, length in dark)
        origin = f"{x * self.k:.3f} {(self.h - y) * self.k:.3f}"
        self._out(f"q {scale:.5f} 0 0 {scale:.5f} {origin} cm 0 g {runs} f Q")
        return side / count

    def printable(self, text):
        """The text with a sign for each character the font does not have; these are noted in `missing`."""
        lacking = {char for char in text if ord(char) not in self.known}
        self.missing |= lacking
        return "".join(MISSING if char in lacking else char for char in text)

    def measure(self, text):
        """Its width in mm at a size of one point."""
        for char in set(text) - self.widths.keys():
            self.set_font_size(100)
            self.widths[char] = self.get_string_width(char) / 100
        return sum(map(self.widths.__getitem__, text))

    def cut(self, text, width, size, lines=1):
        """The text in at most so many lines of a width in mm, the last with … where it does not fit."""
        rest, found = self.printable(text), []
        while rest and len(found) < lines:
            fits = self._fitting(rest, width / size)
            if fits < len(rest) and len(found) == lines - 1:
                fits = self._fitting(rest, width / size - self.measure("…"))
                return [*found, rest[:fits] + "…"]
            found.append(rest[:fits])
            rest = rest[fits:]
        return found or [""]

    def _fitting(self, text, width):
        """How many of its characters stand in a width (mm at one point); one at least."""
        used = 0
        for count, char in enumerate(text):
            used += self.measure(char)
            if used > width + 1e-6:
                return max(count, 1)
        return len(text)
