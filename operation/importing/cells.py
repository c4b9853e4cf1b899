"""How the cells of workbooks of operation are read: text in, value out, or ValueError in Chinese."""

from django.core.exceptions import ValidationError

from journal.imports.widgets import Number, Text, plain


class Code(Text):
    """A 统一社会信用代码 in capitals, as it is written; whether it is right, the rules say."""

    def __init__(self):
        super().__init__(18)

    def clean(self, value, row=None, **kwargs):
        return super().clean(plain(value or "").replace(" ", "").upper())


class Held(Text):
    """A text that passes a form's validator."""

    def __init__(self, longest, validator):
        super().__init__(longest)
        self.validator = validator

    def clean(self, value, row=None, **kwargs):
        text = plain(super().clean(value))
        try:
            if text:
                self.validator(text)
        except ValidationError as wrong:
            raise ValueError(wrong.messages[0]) from wrong
        return text


class Rate(Number):
    """A percentage or per mille, also with its sign behind it."""

    def __init__(self):
        super().__init__(100, 4)

    def clean(self, value, row=None, **kwargs):
        return super().clean(plain(value or "").rstrip("%‰ "))

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else f"{value.normalize():f}"
