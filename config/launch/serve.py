"""`./jiadi run`: the whole application with its demonstration data, until Ctrl-C."""

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import psycopg

from config.launch import postgres, services, valkey
from config.launch.environment import as_owner, servers
from config.launch.folders import VAR, alone
from config.launch.foreground import manage
from config.launch.processes import last_lines, wait_for
from config.launch.static import collect
from config.launch.terminal import give_up, say, table

REASONS = {
    errno.EADDRINUSE: "端口已被占用",
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run():
    """Starts everything, prints where it is and who can sign in, keeps it running; returns the exit code."""
    for number in STOPPING:
        signal.signal(number, _stop_once)
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    with alone(VAR / "run") as free, contextlib.suppress(KeyboardInterrupt):
        if not free:
            give_up("家底已经在运行。要重新启动，请先在它的终端按 Ctrl-C 停止。")
        services.end_all()  # what a launcher killed by force has left behind
        require_free(host, port)
        with servers(VAR / "run", postgres.LIVE, valkey.LIVE) as environment:
            _serve(host, port, _addresses(host, port) | environment)
    say("已停止，数据已保留")
    return 0


def _stop_once(*_):
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def require_free(host, port):
    """Leaves with a sentence where the web could not listen on host and port (a text, as it came from outside)."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        give_up(f"PORT 应为 1 到 65535 的整数，现在是“{port}”。", code=2)
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, int(port)))
        except OSError as error:
            give_up(
                f"无法使用 {host}:{port}（{REASONS.get(error.errno, error.strerror)}）。"
                "请先停止占用它的程序，或换一个端口：PORT=8001 ./jiadi run"
            )


def _addresses(host, port):
    # Who listens everywhere is reached by this machine at least; other names have to be given.
    name = "127.0.0.1" if host == "0.0.0.0" else host
    return {"SITE_URL": f"http://{name}:{port}", "ALLOWED_HOSTS": f"{name},localhost"}


def _serve(host, port, environment):
    demonstration = _wants_demonstration(environment)
    _prepare(environment, demonstration)

    def begin(name):
        return services.begin(name, f"{host}:{port}", environment)

    try:
        children = {name: begin(name) for name in services.LABELS}
        _wait_until_ready(host, port, environment, children["web"])
        _say_where(host, environment)
        if demonstration:
            _print_accounts(environment)
        services.watch(children, begin, _embedded())
    finally:
        say("正在停止")
        services.end_all()


def _prepare(environment, demonstration):
    say("数据库和缓存已就绪，更新数据库结构")
    manage("migrate", "-v0", environment=as_owner(environment))
    manage("sync_roles", environment=environment)
    if demonstration:
        say("准备示范数据")
        manage("seed_demo", environment=environment)
    collect(environment)


def _say_where(host, environment):
    say(f"家底已启动：{environment['SITE_URL']}/ （按 Ctrl-C 停止）")
    if host == "0.0.0.0" and "ALLOWED_HOSTS" not in os.environ:
        say("要从其他电脑访问，请用 ALLOWED_HOSTS 写明本机的地址，例如 ALLOWED_HOSTS=192.168.1.8,127.0.0.1")


def _wants_demonstration(environment):
    """Always on the embedded database; on somebody's own while it is empty, or as JIADI_DEMO says."""
    if told := os.environ.get("JIADI_DEMO"):
        return told not in ("0", "no")
    if not os.environ.get("DATABASE_URL"):
        return True
    with psycopg.connect(environment["OWNER_DATABASE_URL"]) as database:
        return database.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()[0]


def _wait_until_ready(host, port, environment, web):
    reached = "127.0.0.1" if host == "0.0.0.0" else host
    named = environment["ALLOWED_HOSTS"].split(",")[0]
    request = urllib.request.Request(f"http://{reached}:{port}/readyz", headers={"Host": named})
    if not wait_for(lambda: web.poll() is not None or _answers(request), 90) or web.poll() is not None:
        log = services.log_of("web")
        give_up(f"网页服务没有就绪，日志在 {log}，最后几行是：\n{last_lines(log)}")


def _answers(request):
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _print_accounts(environment):
    accounts = json.loads(manage("demo_accounts", environment=environment, stdout=subprocess.PIPE))
    columns = {"label": "身份", "login": "登录名", "password": "密码", "role": "角色", "unit": "单位"}
    rows = [[str(account.get(key, "")) for key in columns] for account in accounts]
    print(
        "\n示范账号（数据均为示例，请勿用于真实业务）：\n",
        *table([list(columns.values()), *rows]),
        sep="\n  ",
        flush=True,
    )
    print(flush=True)


def _embedded():
    folders = {
        "数据库": (postgres, VAR / "run/pg", "DATABASE_URL"),
        "缓存": (valkey, VAR / "run/kv", "REDIS_URL"),
    }
    return {
        label: (lambda s=server, f=folder: s.is_up(f), lambda s=server, f=folder: s.begin(f, s.LIVE))
        for label, (server, folder, variable) in folders.items()
        if not os.environ.get(variable)
    }
