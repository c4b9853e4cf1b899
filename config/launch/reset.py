"""`./jiadi reset`: back to an empty machine, the installed packages excepted."""

import shutil

from config.launch import postgres, services, valkey
from config.launch.folders import VAR, alone
from config.launch.processes import end
from config.launch.terminal import give_up, say

QUESTION = "将删除本机上的全部数据：台账、上传的文件、密钥和日志，无法恢复。确定请输入“清空”："


def reset(*arguments):
    """Removes var with everything in it, after asking, unless told --yes; ends what still runs from there."""
    with alone(VAR / "run") as free:
        if not free:
            give_up("家底正在运行。请先在它的终端按 Ctrl-C 停止，再执行清空。")
        if "--yes" not in arguments and input(QUESTION).strip() != "清空":
            give_up("没有清空，数据原样保留。")
        for mark in (*services.MARKS.values(), postgres.mark(VAR / "run/pg"), valkey.mark(VAR / "run/kv")):
            end(mark)
        shutil.rmtree(VAR)
    say("已清空。执行 ./jiadi run 重新开始。")
    return 0
