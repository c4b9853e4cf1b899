"""How values read in a file that the import's columns do not know."""

from import_export.widgets import Widget


class Label(Widget):
    """A code by its label."""

    def __init__(self, choices):
        super().__init__()
        self.labels = dict(choices.choices)

    def render(self, value, obj=None, **kwargs):
        return str(self.labels.get(value, value))


class YesNo(Widget):
    """是 or 否, of what JSON says as text."""

    def render(self, value, obj=None, **kwargs):
        return "是" if value in (True, "true") else "否"


class Yuan(Widget):
    """An amount in yuan."""

    is_money = True


class Figure(Widget):
    """A number that is kept as such."""
