"""A task for the limited process that misbehaves, to see what the limits make of it."""

import json
import os
import resource
import sys
import time

from journal.files.inside.refusal import Refusal


def run(stream, out, act):
    """Do what the test asks for."""
    ACTS[act](stream.read(), out)


def look_around(_, out):
    open_files = [int(name) for name in os.listdir("/proc/self/fd")]
    seen = {
        "django": any(name.partition(".")[0] == "django" for name in sys.modules),
        "environment": sorted(os.environ),
        "descriptors": sorted(open_files)[:-1],  # the last is listdir's own
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
    }
    out.write(json.dumps(seen).encode())


def sleep(*_):
    time.sleep(60)


def spin(*_):
    while True:
        pass


def close_and_sleep(*_):
    os.close(2)
    time.sleep(60)


def allocate(*_):
    bytearray(2**40)


def abort(*_):
    os.abort()


def crash(*_):
    raise RuntimeError("a bug in a parser")


def write_much(_, out):
    for _ in range(100):
        out.write(b"x" * 1024 * 1024)


def write_bit_by_bit(_, out):
    for _ in range(1000):
        out.write(b"x" * 2000)


def refuse(content, _):
    raise Refusal(f"不要{content.decode()}。")


def answer_nonsense(_, out):
    out.write(b"\x80\x04pickle")


def answer_a_list(_, out):
    out.write(b"[]\n")


ACTS = {
    act.__name__: act
    for act in (
        look_around,
        sleep,
        spin,
        close_and_sleep,
        allocate,
        abort,
        crash,
        write_much,
        write_bit_by_bit,
        refuse,
        answer_nonsense,
        answer_a_list,
    )
}
