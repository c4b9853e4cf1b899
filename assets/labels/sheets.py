"""The sheets of labels that shops sell, in millimetres from the upper left corner of the paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A page of `across` × `down` labels; `left`, `top`: where the first begins; `gap`: between two columns.

    `pad`: white within a label's edges; where labels reach the edge of the paper, what no printer prints on.
    `type_size`: of an asset's name, in points; everything else on the label follows from it.
    """

    key: str
    label: str
    page: tuple[float, float]
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    gap: float
    pad: float
    type_size: float

    @property
    def count(self):
        return self.across * self.down

    def corner(self, place):
        """(x, y) of the upper left corner of the label at a place of the page: 0, 1, … in the order of reading."""
        row, column = divmod(place, self.across)
        return self.left + column * (self.width + self.gap), self.top + row * self.height


A4 = (210, 297)
SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet("a4_3x8", "A4 3×8，70×37 毫米", A4, 3, 8, 70, 37, 0, 0.5, 0, 4, 9),
        Sheet("a4_3x7", "A4 3×7，63.5×38.1 毫米", A4, 3, 7, 63.5, 38.1, 7.25, 15.15, 2.5, 2.5, 8.5),
        Sheet("a4_2x5", "A4 2×5，99×57 毫米", A4, 2, 5, 99, 57, 4.75, 6, 2.5, 4, 13),
        Sheet("a4_4x10", "A4 4×10，52.5×29.7 毫米", A4, 4, 10, 52.5, 29.7, 0, 0, 0, 4, 6.5),
        Sheet("roll_60x40", "热敏卷纸，60×40 毫米", (60, 40), 1, 1, 60, 40, 0, 0, 0, 2.5, 9),
    )
}
USUAL = "a4_3x8"
