"""Programs run for the person at the terminal: manage.py, pytest, ruff, the measurements."""

import os
import signal
import subprocess
import sys

from config.launch.folders import ROOT
from config.launch.processes import BOUND
from config.launch.terminal import give_up


def python(*arguments, environment, output=None):
    """Runs this Python with the arguments in the project's folder; returns the exit code.

    Ctrl-C reaches the program by itself; the launcher waits until it has finished, then stops the servers.
    """
    command = [*BOUND, sys.executable, *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output) as program:
        interrupt = signal.signal(signal.SIGINT, lambda *_: None)
        terminate = signal.signal(signal.SIGTERM, lambda *_: program.terminate())
        try:
            code = program.wait()
        finally:
            signal.signal(signal.SIGINT, interrupt)
            signal.signal(signal.SIGTERM, terminate)
    return code if code >= 0 else 128 - code  # as a shell counts the signal that ended it


def manage(*arguments, environment, **options):
    """Runs a command of manage.py out of reach of Ctrl-C, which is the launcher's; returns what stdout=PIPE caught.

    A failing one ends the launcher.
    """
    command = [*BOUND, sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, start_new_session=True, **options)
    if done.returncode:
        give_up(f"manage.py {arguments[0]} 没有完成，原因见上。处理后再次运行 ./jiadi run 即可。")
    return done.stdout


def workers():
    """How many test processes: one a processor, at least two, at most eight."""
    return min(max(len(os.sched_getaffinity(0)), 2), 8)
