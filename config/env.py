"""Settings from the environment: three readers and the database address."""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}


def env(name, default=""):
    """The variable as text, or the default."""
    return os.environ.get(name, default)


def env_bool(name, default=False):
    """The variable as a truth value: 1, true, yes and on are true."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in TRUE


def env_secret(name):
    """A secret from NAME, or from the file NAME_FILE names; without either the start ends with a sentence."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    sys.exit(f"缺少密钥 {name}：请设置环境变量 {name}，或用 {name}_FILE 指明存放密钥的文件。")


def database(url):
    """A Django database entry from postgres://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "tenancy.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
