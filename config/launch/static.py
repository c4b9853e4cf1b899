"""The collected static files: made anew only when something that goes into them has changed."""

import hashlib
import subprocess
import sys

from config.launch.folders import ROOT, VAR
from config.launch.processes import BOUND
from config.launch.terminal import give_up, say

SOURCES = ("package-lock.json", "requirements.txt", "config/static_vendor.py", "config/static", "*/static")


def collect(environment):
    """Runs collectstatic if the sources differ from those of the last time."""
    stamp, wanted = VAR / "static/.sources", _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("整理静态文件")
    command = [*BOUND, sys.executable, "manage.py", "collectstatic", "--clear", "--no-input", "-v0"]
    if subprocess.run(command, cwd=ROOT, env=environment, start_new_session=True).returncode:
        give_up("静态文件没有整理成功，原因见上。")
    stamp.write_text(wanted)


def _fingerprint():
    digest = hashlib.sha256()
    for path in sorted(
        file for pattern in SOURCES for found in ROOT.glob(pattern) for file in (found, *found.rglob("*"))
    ):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()
