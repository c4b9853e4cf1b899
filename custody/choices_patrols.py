"""Codebooks of patrols and of training: what is found on the spot, and what townships and villages are taught."""

from django.db.models import TextChoices


class Condition(TextChoices):
    """What somebody found who went and looked."""

    GOOD = "good", "完好"
    DAMAGED = "damaged", "损坏"
    IDLE = "idle", "闲置"
    OCCUPIED = "occupied", "被占用"
    LOST = "lost", "灭失"


class Stage(TextChoices):
    """When a photo was taken."""

    PATROL = "patrol", "巡查照片"
    BEFORE = "before", "修复前"
    AFTER = "after", "修复后"


class Subject(TextChoices):
    """三（二）What a training is about."""

    CUSTODY = "custody", "管护责任和巡查"
    TITLE = "title", "资产登记和确权"
    OPERATION = "operation", "经营管理和合同"
    INCOME = "income", "收益分配"
    ACCOUNTS = "accounts", "财务和“三资”管理"
    POSTS = "posts", "公益岗位管理"
    SYSTEM = "system", "系统操作"
    OTHER = "other", "其他"


class Manner(TextChoices):
    """How it was taught."""

    CLASS = "class", "集中培训"
    ON_SITE = "on_site", "现场指导"
    VIDEO = "video", "视频培训"
