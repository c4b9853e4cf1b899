"""The collected static files: made anew only when something that goes into them has changed."""

import hashlib

from config.launch.folders import ROOT, VAR
from config.launch.foreground import manage
from config.launch.terminal import say

SOURCES = ("package-lock.json", "requirements.txt", "config/static_vendor.py", "config/static", "*/static")


def collect(environment):
    """Runs collectstatic if the sources differ from those of the last time."""
    stamp, wanted = VAR / "static/.sources", _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("整理静态文件")
    manage("collectstatic", "--clear", "--no-input", "-v0", environment=environment)
    stamp.write_text(wanted)


def _fingerprint():
    digest = hashlib.sha256()
    found = {file for pattern in SOURCES for path in ROOT.glob(pattern) for file in (path, *path.rglob("*"))}
    for path in sorted(found):
        if path.is_file() and not path.is_relative_to(VAR):
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()
