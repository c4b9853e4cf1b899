"""The forms of the pages that belong to a person: signing in, and where letters go."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """登录名 and 密码; the messages do not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": "登录名或密码不正确，请核对后重新输入。",
        "inactive": "登录名或密码不正确，请核对后重新输入。",
    }


class EmailForm(forms.Form):
    """Where a person's letters go."""

    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=120,
        help_text="每天一封，只写事项和件数，不写姓名和资产名称。不需要时清空。",
        error_messages={"invalid": "请填写正确的邮箱地址，例如 zhang@example.cn。"},
    )
