"""The programs of a running application: how each is started, and that it goes on running."""

import sys
import time

from config.launch.folders import ROOT, VAR, private
from config.launch.processes import end, last_lines, marked, start
from config.launch.terminal import give_up, say

HOME = VAR / "run"
BRIEF = 10  # seconds; a program that ends so soon after its start would do so again
LABELS = {"web": "网页服务", "worker": "后台任务", "beat": "定时任务"}
MARKS = {name: f"{'--pid' if name == 'web' else '--pidfile'}={HOME / name}.pid" for name in LABELS}


def arguments(address):
    """What Python is called with for each program; the web listens on the address, host:port."""
    celery = ["-m", "celery", "-A", "config"]
    return {
        "web": [
            "-m",
            "gunicorn",
            "config.wsgi",
            f"--bind={address}",
            "--workers=2",
            "--threads=4",
            "--no-control-socket",
        ],
        "worker": [*celery, "worker", "--queues=default,pdf", "--concurrency=2", "--loglevel=WARNING"],
        "beat": [*celery, "beat", f"--schedule={HOME / 'beat-schedule'}", "--loglevel=WARNING"],
    }


def log_of(name):
    """The file that takes the program's output."""
    return private(HOME / "log") / f"{name}.log"


def begin(name, address, environment):
    """Starts the program of this name in the background."""
    (HOME / f"{name}.pid").unlink(missing_ok=True)  # a stale one keeps celery from starting
    command = [sys.executable, *arguments(address)[name], MARKS[name]]
    start(command, log_of(name), bound=True, env=environment, cwd=ROOT)


def end_all():
    """Ends all programs; the web goes first, so that nobody is answered by half an application."""
    for mark in MARKS.values():
        end(mark)


def watch(address, environment, servers):
    """Starts again what has ended, until Ctrl-C; gives up on what ends at once.

    servers is {label: (is_up, begin_again)} of the embedded ones.
    """
    watched = servers | {
        LABELS[name]: (
            lambda name=name: marked(MARKS[name]),
            lambda name=name: begin(name, address, environment),
        )
        for name in LABELS
    }
    since = dict.fromkeys(watched, time.monotonic())
    while True:
        time.sleep(1)
        for label, (is_up, begin_again) in watched.items():
            if is_up():
                continue
            if time.monotonic() - since[label] < BRIEF:
                give_up(f"{label}启动后随即退出，日志在 {HOME / 'log'}。{_last_words(label)}")
            say(f"{label}意外退出，正在重新启动")
            begin_again()
            since[label] = time.monotonic()


def _last_words(label):
    names = [name for name in LABELS if LABELS[name] == label]
    return f"最后几行是：\n{last_lines(log_of(names[0]))}" if names else ""
