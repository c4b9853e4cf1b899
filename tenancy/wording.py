"""What Django says of a faulty field, in the words of an office; its own Chinese is a translation, or missing."""

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core import validators
from django.core.exceptions import ValidationError

REQUIRED = "请填写此项。"
CHOOSE = "请从列出的选项中选择。"


def speak():
    """Put our sentences in the place of the defaults; called once, when the apps are ready."""
    forms.Field.default_error_messages["required"] = REQUIRED
    for field in (forms.ChoiceField, forms.TypedChoiceField, forms.ModelChoiceField):
        field.default_error_messages = field.default_error_messages | {"invalid_choice": CHOOSE}
    forms.FileField.default_error_messages |= {
        "required": "请选择文件。",
        "empty": "文件是空的，请重新选择。",
    }
    validators.MinValueValidator.message = "不能小于 %(limit_value)s。"
    validators.MaxValueValidator.message = "不能大于 %(limit_value)s。"
    validators.MaxLengthValidator.message = "最多 %(limit_value)d 个字，现有 %(show_value)d 个字。"
    validators.ProhibitNullCharactersValidator.message = "含有不可见的空字符，请删去后重填。"
    validators.DecimalValidator.messages = {
        "invalid": "请填写数字。",
        "max_digits": "总共最多 %(max)s 位数字。",
        "max_decimal_places": "最多 %(max)s 位小数。",
        "max_whole_digits": "小数点前最多 %(max)s 位数字。",
    }


class LongEnough:
    """A password of at least so many characters, said in Chinese (Django has no translation of it)."""

    def __init__(self, min_length=12):
        self.min_length = min_length

    def validate(self, password, user=None):
        """Raise ValidationError where the password is shorter."""
        if len(password) < self.min_length:
            raise ValidationError(f"密码太短，至少 {self.min_length} 个字符。", code="password_too_short")

    def get_help_text(self):
        """What the form says beside the field."""
        return f"至少 {self.min_length} 个字符，不能全是数字，也不要用常见密码。"


class NotCommon(CommonPasswordValidator):
    """Django's list of common passwords, with our sentence."""

    def get_error_message(self):
        """Said when the password is on the list."""
        return "这个密码太常见，请另设一个。"


class NotAllDigits(NumericPasswordValidator):
    """No password of digits alone, with our sentence."""

    def get_error_message(self):
        """Said when it is."""
        return "密码不能全是数字，请加入字母或符号。"
