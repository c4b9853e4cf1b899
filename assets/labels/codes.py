"""The code on a label: the public address of its asset, as dark runs of modules.

The code is the asset's number as it stands on the label: whoever cannot scan types it, and what it leads to is public,
so it need not be hard to guess. The code's own Reed–Solomon check guards the scan.
"""

from itertools import groupby
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse

QUIET = 4  # modules of white around a code (GB/T 18284)
# Choosing the best of the eight masks takes five times as long as all the rest; readers know any.
MASK = 2


def address(number):
    """The absolute public address of the asset with this number; never from a request's Host header."""
    return settings.SITE_URL.rstrip("/") + reverse("scan", args=[number])


def warning():
    """A sentence where the address on the labels can be opened on this machine alone; else ""."""
    if urlsplit(settings.SITE_URL).hostname not in ("127.0.0.1", "localhost"):
        return ""
    return f"标签上的网址以 {settings.SITE_URL} 开头，只有本机能打开。请管理员先设定正式网址（SITE_URL）。"


def modules(text):
    """(modules a side, [(column, row, length)]): a QR code of level M without its quiet zone."""
    code = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    dark = []
    for y, row in enumerate(code.matrix):
        x = 0
        for value, run in groupby(row):
            length = len(list(run))
            if value:
                dark.append((x, y, length))
            x += length
    return len(code.matrix), dark
