"""The throw-away process: ties its own hands, then does one task on the file at standard input.

Started by `journal.files.limits.run` as a plain script. The limits are set here, before the first hostile byte
is read, and not in a preexec function of the parent, so that a big web or worker process need not be copied.
"""

import errno
import importlib
import json
import os
import resource
import sys

ANSWER = 1  # standard output, a file
ENDED_BY_FILE_SIZE = "这个文件的内容过多，读取后超出上限。请拆分成几个文件，分次上传。"


def tie(limits):
    """Set each named limit for good. The hard one is a unit above: else the CPU limit kills without saying so."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value + 1))


def answer(line):
    """Replace whatever was written so far by one line of JSON, and end: what the buffer still holds is not wanted."""
    os.ftruncate(ANSWER, 0)
    os.pwrite(ANSWER, json.dumps(line).encode() + b"\n", 0)
    os._exit(0)


def main(order):
    """Do `order["task"]`, the name of a module whose `run(stream, out, **parameters)` writes the result.

    A refusal is answered as {"refused": sentence}, want of memory as {"fault": "memory"}; anything else that
    goes wrong ends the process with a traceback, which the parent takes as a damaged file.
    """
    tie(order["limits"])
    sys.path.extend(order["path"])
    from journal.files.inside.refusal import Refusal

    task = importlib.import_module(order["task"])
    out = sys.stdout.buffer
    try:
        task.run(sys.stdin.buffer, out, **order["parameters"])
        out.flush()
    except Refusal as refusal:
        answer({"refused": str(refusal)})
    except MemoryError:
        answer({"fault": "memory"})
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        answer({"refused": ENDED_BY_FILE_SIZE})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
