"""The form of the sign-in page."""

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """登录名 and 密码; the messages do not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": "登录名或密码不正确，请核对后重新输入。",
        "inactive": "登录名或密码不正确，请核对后重新输入。",
    }
