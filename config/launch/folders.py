"""Where the embedded servers keep their files, where their sockets are, and who uses them at the moment."""

import contextlib
import fcntl
import itertools
import re
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
# A socket's path may have 107 bytes, of which PostgreSQL adds 15; a blank would need escaping in addresses.
PLAIN_AND_SHORT = re.compile(r"[A-Za-z0-9/._-]{1,85}")


def private(folder):
    """The folder, made if need be, open to its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def new_socket_folder(folder):
    """A fresh private folder for a server's socket: inside its own, or in /tmp where that path is long."""
    inside = folder / "socket"
    if PLAIN_AND_SHORT.fullmatch(str(inside)):
        shutil.rmtree(inside, ignore_errors=True)
        return private(inside)
    elsewhere = Path(tempfile.mkdtemp(prefix="jiadi-", dir="/tmp"))
    (folder / "socket-folder").write_text(str(elsewhere))
    return elsewhere


def socket_folder(folder):
    """The folder which the running server of this folder was given."""
    inside = folder / "socket"
    if PLAIN_AND_SHORT.fullmatch(str(inside)):
        return inside
    return Path((folder / "socket-folder").read_text())


def drop_socket_folder(folder):
    """Removes the folder new_socket_folder has made in /tmp, if it has."""
    note = folder / "socket-folder"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
        note.unlink()


@contextlib.contextmanager
def shared(folder, begin, finish):
    """Within it a server runs: the first user begins it, the last one finishes it, whoever of them that is.

    The kernel forgets the locks of a killed launcher, so that what it left running is begun anew by the next.
    """
    private(folder)
    with open(folder / "users", "w") as users:
        try:
            with _turn(folder):
                if _take(users, fcntl.LOCK_EX):
                    begin()
                fcntl.flock(users, fcntl.LOCK_SH)
            yield
        finally:
            with _turn(folder):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _take(users, fcntl.LOCK_EX):
                    finish()


@contextlib.contextmanager
def _turn(folder):
    with open(folder / "turn", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def alone(folder):
    """Holds the folder for this command alone; yields False where another command has it."""
    with open(private(folder) / "alone", "w") as lock:
        yield _take(lock, fcntl.LOCK_EX)


@contextlib.contextmanager
def first_free(name):
    """Of var/name, var/name-2 … the first in which no other command works: test runs go side by side."""
    for number in itertools.count(1):
        folder = VAR / (name if number == 1 else f"{name}-{number}")
        with alone(folder) as free:
            if free:
                yield folder
                return


def _take(file, kind):
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
