"""The throw-away process: what it may not take, and that its parent outlives each way it can end."""

import os
import time
from pathlib import Path

import pytest

from journal.files.limits import MEGABYTE, Exhausted, Limits, Unreadable, run

TIGHT = Limits(memory=256 * MEGABYTE, seconds=1, output=MEGABYTE)


def sentence_after(act):
    with pytest.raises(Unreadable) as refused, run("tests.journal.probe", b"", limits=TIGHT, act=act):
        pass
    return refused.value.sentence


def test_the_child_sees_no_secrets_no_django_and_no_descriptor_of_its_parent(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    leak = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(leak, True)
    with run("tests.journal.probe", b"", limits=TIGHT, act="look_around") as (seen, _):
        os.close(leak)
    assert seen == {
        "django": False,
        "environment": ["LC_CTYPE"],  # set by Python itself
        "descriptors": [0, 1, 2],
        "memory": TIGHT.memory,
    }


@pytest.mark.parametrize("act", ["sleep", "spin", "close_and_sleep"])
def test_a_child_that_does_not_end_is_ended(act):
    started = time.monotonic()
    assert sentence_after(act).startswith("读取这个文件超过 1 秒，已停止。")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("act", "beginning"),
    [
        ("allocate", "这个文件展开后占用内存过大"),
        ("abort", "这个文件展开后占用内存过大"),
        ("crash", "这个文件内容有损坏"),
        ("write_much", "这个文件的内容过多"),
        ("write_bit_by_bit", "这个文件的内容过多"),
        ("answer_nonsense", "这个文件内容有损坏"),
        ("answer_a_list", "这个文件内容有损坏"),
    ],
)
def test_each_bad_end_has_its_sentence(act, beginning):
    assert sentence_after(act).startswith(beginning)


SCARCE = ["sleep", "spin", "allocate", "abort"]


@pytest.mark.parametrize("act", [*SCARCE, "crash", "write_much", "refuse"])
def test_only_want_of_time_or_memory_is_no_proof_against_the_file(act):
    with pytest.raises(Unreadable) as refused, run("tests.journal.probe", b"", limits=TIGHT, act=act):
        pass
    assert isinstance(refused.value, Exhausted) == (act in SCARCE)


def test_a_refusal_comes_out_in_the_childs_own_words():
    with (
        pytest.raises(Unreadable, match="不要这个"),
        run("tests.journal.probe", "这个".encode(), limits=TIGHT, act="refuse"),
    ):
        pass


def test_an_answer_that_its_reader_cannot_use_is_a_damaged_file():
    with (
        pytest.raises(Unreadable, match="损坏"),
        run("tests.journal.probe", b"", limits=TIGHT, act="look_around") as (seen, _),
    ):
        seen["not there"]


def test_no_child_is_left_behind():
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text()
    sentence_after("sleep")
    assert children.read_text() == before
