"""What the application is told by its environment: servers, embedded or external, and secrets."""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from config.launch import postgres, valkey
from config.launch.folders import VAR, private
from config.launch.terminal import give_up

# Sessions; citizens' numbers; the blind index of these. In bytes.
SECRETS = {"SECRET_KEY": 48, "DATA_KEY": 32, "INDEX_KEY": 32}


@contextlib.contextmanager
def servers(folder, settings, saving=valkey.FORGETFUL):
    """Within it there are a database and a broker; yields the whole environment for the application.

    Those named by DATABASE_URL and REDIS_URL are used as they are; the others are started in the folder,
    PostgreSQL with the settings, Valkey saving as told.
    """
    with contextlib.ExitStack() as stack:
        found = dict(os.environ)
        if not external_database():
            found |= stack.enter_context(postgres.running(folder / "pg", settings))
        if not os.environ.get("REDIS_URL"):
            found |= stack.enter_context(valkey.running(folder / "kv", saving))
        yield _given_secrets() | {"PYTHONUNBUFFERED": "1"} | found


def external_database():
    """Whether somebody else runs the database; leaves with a sentence if it is only half told where."""
    if not os.environ.get("DATABASE_URL"):
        return False
    if not os.environ.get("OWNER_DATABASE_URL"):
        give_up(
            "已设置 DATABASE_URL，还需要用 OWNER_DATABASE_URL 给出 jiadi_owner 的连接地址，迁移由它执行。\n"
            "外部数据库须先由管理员执行 config/postgres/roles.sql 和 database.sql，设好密码后再运行本命令。",
            code=2,
        )
    return True


def _given_secrets():
    return {name: secret(VAR / "secret", name) for name in SECRETS if not os.environ.get(f"{name}_FILE")}


def secret(folder, name):
    """The installation's secret of this name: random bytes as text, made once and kept in the folder."""
    path = private(folder) / name.lower()
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(fresh, "w", opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(SECRETS[name])).decode())
        _keep_first(fresh, path)
    return path.read_text()


def _keep_first(fresh: Path, path: Path):
    # Of two launchers that make the same secret the later one takes over the earlier one's.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


def as_owner(environment):
    """The same environment for what migrates: it logs in as the owner of the tables."""
    return environment | {"JIADI_AS_OWNER": "1"}
