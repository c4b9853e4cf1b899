"""Running a parser of hostile bytes in a throw-away process with hard limits.

A parser in C or Rust may abort, hang or take all memory on a file made for that purpose; then only its process
dies. The child inherits no descriptor but its three files, no environment (so no secrets), imports no Django, and
answers with bytes and JSON, never pickle: what it says is data even if the parser was taken over.
"""

import contextlib
import io
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("inside") / "child.py"
PROJECT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024
# The child opens the interpreter's own files and nothing else; a parser that wants more is up to something.
MAX_DESCRIPTORS = 32
# A refusal is one or two sentences; a longer one was not written by us.
MAX_SENTENCE = 400
# Of what a dying child says, the end of the traceback tells the cause.
LAST_WORDS = 4096
# Seconds between two looks at the clock of whoever waits for the child.
PULSE = 1

TOO_BIG = (
    "这个文件展开后占用内存过大，没有读完。可以稍后再试；仍然不行的，请删去不需要的工作表、空行和图片，"
    "或拆分后再上传。"
)
TOO_SLOW = "读取这个文件超过 {} 秒，已停止。可以稍后再试；仍然不行的，请删去不需要的内容，或拆分后再上传。"
DAMAGED = "这个文件内容有损坏，无法读取。请用原来的软件打开它，另存一份后再上传。"


class Unreadable(ValidationError):
    """The file is not what it must be, or cannot be read; the message says what it is and what to do next."""

    @property
    def sentence(self):
        """The Chinese sentence as plain text."""
        return self.messages[0]


class Exhausted(Unreadable):
    """Time or memory ran out: on a busy machine that may befall a sound file, so that another try may go well."""


@dataclass(frozen=True)
class Limits:
    """What one child may take: bytes of address space, seconds of processor and of wall clock, bytes of output."""

    memory: int
    seconds: int
    output: int

    def as_rlimits(self):
        """The same as resource limits of the kernel."""
        return {
            "AS": self.memory,
            "CPU": self.seconds,
            "FSIZE": self.output,
            "NOFILE": MAX_DESCRIPTORS,
            "CORE": 0,
        }


@contextlib.contextmanager
def run(task, content, *, limits, **parameters):
    """Do `task` on `content` (bytes); yield (first line of the answer as dict, file of what follows).

    `task`: the name of a module that needs no Django and has `run(stream, out, **parameters)`.

    Raises Unreadable with the child's own sentence, or one about damage if it did not end well, and Exhausted where
    time or memory ran out;
    so does a caller who finds in the answer what should not be there (ValueError, LookupError, TypeError).
    """
    with answer(task, io.BytesIO(content), limits=limits, **parameters) as (first, out), doubted():
        yield first, out


@contextlib.contextmanager
def answer(task, stream, *, limits, alive=None, **parameters):
    """The same for a long answer: `stream` is a binary file, and what is wrong in the answer the caller finds out.

    `alive`: called each second while the child works; what it raises ends the child.
    """
    order = {
        "task": task,
        "limits": limits.as_rlimits(),
        "path": [str(PROJECT), *_sites()],
        "parameters": parameters,
    }
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        shutil.copyfileobj(stream, given)
        given.seek(0)
        code, complaint = _start_and_wait(order, given, out, limits.seconds, alive)
        out.seek(0)
        if code:
            raise _why_it_died(code, limits, complaint)
        with doubted():
            first = _first_line(out)
        yield first, out


@contextlib.contextmanager
def doubted():
    """Around what takes the child's answer apart: whatever is not as it must be is damage. Raises Unreadable."""
    try:
        yield
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        logger.warning("file child answered what it never should: %s", ascii(error)[:200])
        raise Unreadable(DAMAGED) from error


def _sites():
    """Folders of the two parsers, found without importing them here."""
    return {str(Path(find_spec(name).origin).parents[1]) for name in ("python_calamine", "PIL")}


def _start_and_wait(order, given, out, seconds, alive):
    """Run the child to its end or to the wall limit; return its code, negative for a signal, and its complaint."""
    # -I -S: no site-packages processing, no user folder, no PYTHON… variables: starts in 10 ms.
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(CHILD), json.dumps(order)]
    deadline = time.monotonic() + seconds
    with subprocess.Popen(
        command, stdin=given, stdout=out, stderr=subprocess.PIPE, env={}, cwd="/", start_new_session=True
    ) as child:
        try:
            complaint = _listen(child.stderr, deadline, alive)
            code = child.wait(timeout=max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            _kill(child)
            code = -signal.SIGXCPU
        except BaseException:
            _kill(child)
            raise
    return code, complaint


def _kill(child):
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _listen(pipe, deadline, alive):
    """The last bytes the child complained with, up to its end or the deadline; `alive` is called each second.

    Waiting for the pipe's end and not with wait(timeout=…), which looks only every 50 ms.
    """
    complaint = b""
    poll = select.poll()
    poll.register(pipe)
    while (left := deadline - time.monotonic()) > 0:
        if not poll.poll(min(left, PULSE) * 1000):
            if alive:
                alive()
            continue
        chunk = os.read(pipe.fileno(), LAST_WORDS)
        if not chunk:
            break
        complaint = (complaint + chunk)[-LAST_WORDS:]
    return complaint


def _first_line(out):
    """The child's first line, JSON; a refusal in it is raised as Unreadable."""
    line = json.loads(out.readline())
    if not isinstance(line, dict):
        raise TypeError("the first line is no object")
    if "refused" in line:
        raise Unreadable(str(line["refused"])[:MAX_SENTENCE])
    if "fault" in line:
        raise Exhausted(TOO_BIG)
    return line


def _why_it_died(code, limits, complaint):
    """The Unreadable for an end by signal or traceback; the last line of the traceback goes to the log."""
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    logger.warning("file child ended with %s: %s", code, ascii(last)[:200])
    if code == -signal.SIGXCPU:
        return Exhausted(TOO_SLOW.format(limits.seconds))
    # A Rust parser that gets no memory aborts; the kernel short of memory kills.
    if code in (-signal.SIGABRT, -signal.SIGKILL) or last.startswith("MemoryError"):
        return Exhausted(TOO_BIG)
    return Unreadable(DAMAGED)
