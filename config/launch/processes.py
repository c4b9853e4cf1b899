"""Processes of ours: started in the background, found again by their command line, ended.

Each carries a mark: one argument that no other program on the machine has, such as `--pid=/…/web.pid`. A
launcher killed by force leaves no trustworthy note of its children, and a process number from a file may by now
be somebody else's; /proc tells what runs, and every user may read the command lines there.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

BOUND = ["setpriv", "--pdeathsig", "TERM"]  # the kernel ends what this starts when the launcher disappears
CHILDREN = []
LARGE = 10_000_000  # bytes of a log, after which the next start begins a new one


def start(argv, log, *, bound=False, **options):
    """Starts argv away from the terminal, its output into the log file; returns the Popen.

    A bound one does not outlive the launcher.
    """
    prefix = BOUND if bound else []
    if Path(log).exists() and Path(log).stat().st_size > LARGE:
        Path(log).replace(f"{log}.old")
    with open(log, "ab") as output:
        child = subprocess.Popen(
            [*prefix, *map(str, argv)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **options,
        )
    CHILDREN.append(child)
    return child


def marked(mark):
    """The numbers of the running processes that have the mark among their arguments."""
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if mark in _arguments(entry)]


def _arguments(entry):
    try:
        return (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # it ended while we looked
        return []


def end(mark, *signals, patience=15):
    """Ends the processes with the mark: signal after signal, patience seconds for each; last, SIGKILL."""
    for number in (*(signals or [signal.SIGTERM]), signal.SIGKILL):
        for pid in marked(mark):
            _send(pid, number)
        if wait_for(lambda: not marked(mark), patience):
            break
    for child in CHILDREN:
        child.poll()  # so that the kernel forgets those that have ended


def _send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def wait_for(condition, seconds):
    """True as soon as the condition holds, False when it does not within the seconds."""
    limit = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < limit:
        time.sleep(0.05)
    return bool(held)


def last_lines(log, count=15):
    """The end of a log file, to show when something did not start."""
    return (
        "\n".join(Path(log).read_text(errors="replace").splitlines()[-count:]) if Path(log).exists() else ""
    )
