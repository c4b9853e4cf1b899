"""`./jiadi reset`: back to an empty machine, the installed packages excepted."""

import shutil

from config.launch import postgres, services, valkey
from config.launch.folders import VAR, alone
from config.launch.terminal import give_up, say

QUESTION = "将删除本机上的全部数据：台账、上传的文件、密钥和日志，无法恢复。确定请输入“清空”："
OTHERS = ("test", "bench")  # servers of their own, perhaps at work


def reset(*arguments):
    """Removes the data of `run` after asking, unless told --yes; ends what still runs from there."""
    with alone(VAR / "run") as free:
        if not free:
            give_up("家底正在运行。请先在它的终端按 Ctrl-C 停止，再执行清空。")
        if "--yes" not in arguments and not _is_sure():
            give_up("没有清空，数据原样保留。")
        services.end_all()
        valkey.finish(VAR / "run/kv")
        postgres.finish(VAR / "run/pg")
        for folder in VAR.iterdir():
            if not folder.name.startswith(OTHERS):
                shutil.rmtree(folder)
    say("已清空。执行 ./jiadi run 重新开始。")
    return 0


def _is_sure():
    try:
        return input(QUESTION).strip() == "清空"
    except EOFError:  # nobody at the keyboard
        return False
