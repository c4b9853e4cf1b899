"""The programs of the application, started for a test and stopped with it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from celery import current_app

ROOT = Path(__file__).parent.parent
PATIENCE = 30  # seconds for a program to be ready


def wait_until(condition, seconds=PATIENCE):
    """Look again and again until the condition holds (True), or for so many seconds in vain (False)."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(found)


def empty_queue():
    """Forget the messages of other tests; their jobs had the same numbers."""
    with current_app.connection_for_write() as broker:
        for queue in ("default", "pdf"):
            broker.default_channel.queue_purge(queue)


class Program:
    """A Python program in the project's folder, in a process group of its own, with its output in a file."""

    def __init__(self, log):
        self.log, self.process, self.since = log, None, 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        """Start it and wait until it is ready; RuntimeError with its last words if it ends instead."""
        with self.log.open("ab") as output:
            self.since = output.tell()
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments()],
                cwd=ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if not wait_until(lambda: self.process.poll() is not None or self.is_ready()) or self.process.poll():
            self.kill()
            raise RuntimeError(f"{self.arguments()} did not start:\n{self.log.read_text()[-3000:]}")

    def stop(self):
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """End it at once with all its children, in the middle of whatever it does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Worker(Program):
    """A Celery worker: the one that does what is asked, or the printer."""

    def __init__(self, log, queues="default,pdf"):
        super().__init__(log)
        self.queues = queues

    def arguments(self):
        """What Python is called with."""
        options = [
            f"--queues={self.queues}",
            "--concurrency=1",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
            "--include=tests.errands",
        ]
        return ["-m", "celery", "-A", "config", "worker", *options]

    def is_ready(self):
        """It says so."""
        return b" ready." in self.log.read_bytes()[self.since :]


class Site(Program):
    """The web server, on a free port."""

    def __init__(self, log):
        super().__init__(log)
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{door.getsockname()[1]}"

    def arguments(self):
        """What Python is called with."""
        return [
            "-m",
            "gunicorn",
            "config.wsgi",
            f"--bind={self.url[7:]}",
            "--threads=4",
            "--no-control-socket",
        ]

    def is_ready(self):
        """It answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
