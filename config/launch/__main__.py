"""`python -m config.launch COMMAND …`, called by ./jiadi once everything is installed."""

import sys

from config.launch import checks, install, reset, serve, valkey
from config.launch.environment import as_owner, servers
from config.launch.folders import VAR, first_free
from config.launch.foreground import python, workers
from config.launch.postgres import FAST, LARGE, LIVE
from config.launch.terminal import say

OWNERS_COMMANDS = {"migrate", "sqlmigrate", "showmigrations"}


def manage(*arguments):
    """Runs one of manage.py's commands on the data of `run`, be that running at the moment or not."""
    with servers(VAR / "run", LIVE, valkey.LIVE) as environment:
        if OWNERS_COMMANDS.intersection(arguments[:1]):
            environment = as_owner(environment)
        return python("manage.py", *arguments, environment=environment)


def test(*arguments):
    """Runs pytest on servers of its own; without arguments everything, on all processors."""
    options = arguments or ("-n", workers(), "--dist", "loadgroup")
    with first_free("test") as folder, servers(folder, FAST) as environment:
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
        # Tests start hundreds of programs: each reads what the first has compiled, wherever files may be written.
        environment["PYTHONPYCACHEPREFIX"] = str(VAR / "pycache")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        say("数据库和缓存已就绪，开始测试")
        code = python("-m", "pytest", *options, environment=environment)
        say("测试全部通过" if code == 0 else f"测试未通过（pytest 返回 {code}）")
        return code


def bench(*arguments):
    """Measures on a database of its own, which writes to disk like the real one and is kept."""
    with first_free("bench") as folder, servers(folder, LARGE) as environment:
        return python("-m", "bench", *arguments, environment=environment)


def lock(*arguments):
    """Locks the versions of all dependencies; the arguments are those of `uv pip compile`."""
    install.lock(*arguments)
    return 0


COMMANDS = {
    "run": serve.run,
    "test": test,
    "check": checks.check,
    "bench": bench,
    "manage": manage,
    "reset": reset.reset,
    "lock": lock,
}

if __name__ == "__main__":
    try:
        sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)
