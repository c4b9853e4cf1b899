"""三（二）Trainings as a file: each with who was to come and who came."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from assets.exporting.widgets import Label
from custody.choices_patrols import Manner, Subject
from custody.exporting_patrols import exportable
from custody.models import Training
from custody.training.filters import TrainingFilter, with_attendance
from journal.exports.registry import EXPORTS, Column
from journal.imports.widgets import Day

COLUMNS = [
    Column("on", "培训日期", "on", Day(), 12),
    Column("title", "培训名称", "title", width=32),
    Column("unit", "组织单位", "unit__name", width=24),
    Column("subject", "培训内容", "subject", Label(Subject), 18),
    Column("manner", "培训方式", "manner", Label(Manner), 12),
    Column("place", "培训地点", "place", width=20),
    Column("teacher", "授课（指导）人", "teacher", width=20),
    Column("content", "主要内容", "content", width=32),
    Column("asked", "应到人数", "asked", width=10),
    Column("came", "实到人数", "came", width=10),
    Column("who", "参训单位（实到/应到）", "who", width=48),
    Column("state", "状态", "state", Label(Training.State), 10),
    Column("void_reason", "作废原因", "void_reason", width=28),
]


def with_who(rows):
    """Of a queryset of trainings each with its units in words: 城关镇人民政府 3/3；…"""
    came, asked = (Cast(f"lines__{name}", CharField()) for name in ("came", "asked"))
    line = Concat("lines__unit__name", Value(" "), came, Value("/"), asked, output_field=CharField())
    return with_attendance(rows).annotate(who=StringAgg(line, "；", order_by="lines__pk"))


EXPORTS["training"] = exportable(
    "指导培训", "training", "training:list", Training, TrainingFilter, COLUMNS, with_who
)
