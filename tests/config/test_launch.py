"""What `./jiadi` does before the application is there: processes, folders, secrets, sentences."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launch import folders, install, processes, serve, terminal
from config.launch.environment import secret

ROOT = Path(__file__).resolve().parents[2]
SLEEP = "import time; time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"


@contextlib.contextmanager
def sleeper(tmp_path, mark, program=SLEEP, **options):
    """A process in the background with the mark among its arguments."""
    child = processes.start([sys.executable, "-c", program, mark], tmp_path / "log", **options)
    processes.wait_for(lambda: processes.marked(mark), 5)
    yield child
    child.kill()
    child.wait()


def test_help_names_every_command():
    shown = subprocess.run([ROOT / "jiadi", "help"], capture_output=True, text=True)

    assert all(
        f"./jiadi {name}" in shown.stdout for name in ("run", "test", "check", "bench", "manage", "reset")
    )


def test_an_unknown_command_is_refused_with_the_help():
    refused = subprocess.run([ROOT / "jiadi", "fly"], capture_output=True, text=True)

    assert refused.returncode == 2
    assert "没有“fly”这个命令" in refused.stderr


def test_the_shell_part_is_posix():
    assert subprocess.run(["sh", "-n", ROOT / "jiadi"]).returncode == 0
    assert (ROOT / "jiadi").read_text().startswith("#!/bin/sh\n")


def test_only_the_process_with_the_whole_mark_is_ended(tmp_path):
    mark = f"--pid={tmp_path}/a.pid"
    with sleeper(tmp_path, mark) as ours, sleeper(tmp_path, f"{mark}.old") as another:
        processes.end(mark)

        assert ours.poll() is not None
        assert another.poll() is None


def test_a_process_deaf_to_its_signal_is_ended_all_the_same(tmp_path):
    mark = f"--pid={tmp_path}/deaf.pid"
    with sleeper(tmp_path, mark, DEAF) as child:
        processes.wait_for(lambda: "deaf" in processes.last_lines(tmp_path / "log"), 5)
        processes.end(mark, patience=0.5)

        assert child.poll() == -signal.SIGKILL


def test_a_bound_process_ends_with_a_launcher_killed_by_force(tmp_path):
    mark = f"--pid={tmp_path}/bound.pid"
    launcher = f"""
import time
from config.launch import processes
processes.start([{sys.executable!r}, "-c", {SLEEP!r}, {mark!r}], {str(tmp_path / "log")!r}, bound=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", launcher], cwd=ROOT) as killed:
        assert processes.wait_for(lambda: processes.marked(mark), 10)
        killed.kill()

    assert processes.wait_for(lambda: not processes.marked(mark), 10)


def test_a_large_log_is_put_aside_at_the_next_start(tmp_path):
    (tmp_path / "log").write_bytes(b"x" * (processes.LARGE + 1))

    processes.start([sys.executable, "-c", "print('new')"], tmp_path / "log").wait()

    assert (tmp_path / "log").read_text() == "new\n"
    assert (tmp_path / "log.old").stat().st_size > processes.LARGE


@pytest.mark.parametrize("name", ["long" * 25, "with a blank", "中文"])
def test_a_socket_gets_a_short_private_folder_where_its_own_would_not_do(tmp_path, name):
    home = folders.private(tmp_path / name)

    made = folders.new_socket_folder(home)

    assert made == folders.socket_folder(home)
    assert folders.PLAIN_AND_SHORT.fullmatch(str(made))
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    folders.drop_socket_folder(home)
    assert not made.exists()


def test_a_server_is_begun_by_the_first_user_and_finished_by_the_last(tmp_path):
    happened = []

    def shared():
        return folders.shared(tmp_path, lambda: happened.append("begin"), lambda: happened.append("finish"))

    with shared():
        with shared():
            assert happened == ["begin"]
        assert happened == ["begin"]
    assert happened == ["begin", "finish"]


def test_a_server_that_did_not_come_up_is_finished(tmp_path):
    happened = []

    def stumble():
        raise SystemExit

    with pytest.raises(SystemExit), folders.shared(tmp_path, stumble, lambda: happened.append("finish")):
        happened.append("used")

    assert happened == ["finish"]


def test_two_commands_do_not_hold_one_folder(tmp_path):
    with folders.alone(tmp_path) as first, folders.alone(tmp_path) as second:
        assert (first, second) == (True, False)
    with folders.alone(tmp_path) as afterwards:
        assert afterwards


def test_a_secret_is_made_once_and_closed_to_others(tmp_path):
    made = secret(tmp_path / "secret", "SECRET_KEY")

    assert secret(tmp_path / "secret", "SECRET_KEY") == made
    assert secret(tmp_path / "other", "SECRET_KEY") != made
    assert len(made) >= 50
    assert stat.S_IMODE((tmp_path / "secret/secret_key").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "secret") == ["secret_key"]


def test_a_port_in_use_is_said_in_a_sentence(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit):
        serve.require_free("127.0.0.1", str(taken.getsockname()[1]))

    assert "端口已被占用" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_what_is_no_port_is_said_in_a_sentence(capsys, port):
    with pytest.raises(SystemExit):
        serve.require_free("127.0.0.1", port)

    assert "PORT 应为 1 到 65535 的整数" in capsys.readouterr().err


def test_columns_stand_under_each_other_with_chinese_in_them():
    lines = terminal.table([["身份", "登录名"], ["a", "clerk"]])

    assert lines == ["身份  登录名", "a     clerk"]


def test_the_libraries_of_postgresql_are_linked(tmp_path):
    (tmp_path / "native/lib").mkdir(parents=True)
    (tmp_path / "native/lib/libz.so.121").write_text("z")
    listed = '[{"source": "native/lib/libz.so.121", "target": "native/lib/libz.so.1"}]'
    (tmp_path / "native/pg-symlinks.json").write_text(listed)

    install.link_libraries(tmp_path)
    install.link_libraries(tmp_path)

    assert (tmp_path / "native/lib/libz.so.1").read_text() == "z"


def test_waiting_ends_in_time():
    before = time.monotonic()

    assert not processes.wait_for(lambda: False, 0.2)
    assert time.monotonic() - before < 2
