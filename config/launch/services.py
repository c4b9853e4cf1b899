"""The programs of a running application: how each is started, and that it goes on running."""

import sys
import time

from config.launch.folders import ROOT, VAR, private
from config.launch.processes import end, last_lines, start
from config.launch.terminal import give_up, say

HOME = VAR / "run"
BRIEF = 10  # seconds; a program that ends so soon after its start would do so again
LABELS = {"web": "网页服务", "worker": "后台任务", "printer": "打印任务", "beat": "定时任务"}
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
        "worker": [*celery, "worker", "--queues=default", "--concurrency=2", "--loglevel=WARNING"],
        # Apart from the worker: paper takes memory and long breaths. A child that has grown is replaced, and one
        # that hangs is ended after half an hour; what it had to do is sent again.
        "printer": [
            *celery,
            "worker",
            "--hostname=printer@%h",
            "--queues=pdf",
            "--concurrency=1",
            "--max-tasks-per-child=20",
            "--max-memory-per-child=600000",
            "--time-limit=1800",
            "--loglevel=WARNING",
        ],
        "beat": [*celery, "beat", f"--schedule={HOME / 'beat-schedule'}", "--loglevel=WARNING"],
    }


def log_of(name):
    """The file that takes the program's output."""
    return private(HOME / "log") / f"{name}.log"


def _serving(environment):
    """What a program that serves people is told: never how the owner of the tables logs in."""
    return {name: value for name, value in environment.items() if name != "OWNER_DATABASE_URL"}


def begin(name, address, environment):
    """Starts the program of this name in the background, after ending what is left of it; returns the Popen."""
    end(MARKS[name])
    (HOME / f"{name}.pid").unlink(missing_ok=True)  # a stale one keeps celery from starting
    command = [sys.executable, *arguments(address)[name], MARKS[name]]
    return start(command, log_of(name), bound=True, env=_serving(environment), cwd=ROOT)


def end_all():
    """Ends all programs; the web goes first, so that nobody is answered by half an application."""
    for mark in MARKS.values():
        end(mark)


def watch(children, again, servers):
    """Starts again what has ended, until Ctrl-C; gives up on what ends at once after that.

    children is {name: Popen}, again(name) starts one anew; servers is {label: (is_up, begin)} of the embedded ones.
    """
    restarted = {}
    while True:
        time.sleep(1)
        for name in [name for name, child in children.items() if child.poll() is not None]:
            _note(LABELS[name], restarted, f"最后几行是：\n{last_lines(log_of(name))}")
            children[name] = again(name)
        for label in [label for label, (is_up, _) in servers.items() if not is_up()]:
            _note(label, restarted, "")
            servers[label][1]()


def _note(label, restarted, last_words):
    if time.monotonic() - restarted.get(label, float("-inf")) < BRIEF:
        give_up(f"{label}启动后随即退出，日志在 {VAR / 'run'}。{last_words}")
    say(f"{label}意外退出，重新启动")
    restarted[label] = time.monotonic()
