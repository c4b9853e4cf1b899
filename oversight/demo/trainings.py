"""三（二）Made-up trainings: what the county office taught its townships, and one that was written down by mistake."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from custody.training.recording import record, void_training
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

# days ago, subject, manner, title, place, how many of each township were to come, of every how manieth one was missing
HELD = [
    (75, "title", "class", "扶贫资产登记和确权业务培训（示例）", "县扶贫办会议室", 3, 0),
    (40, "custody", "on_site", "管护责任落实和日常巡查现场指导（示例）", "乡镇会议室", 2, 4),
    (12, "income", "video", "资产收益分配使用视频培训（示例）", "县乡视频会议系统", 4, 3),
]


def fill(county, units, posts):
    """Make a county's trainings in one transaction; returns how many."""
    clerk = next(post.user for post in posts if post.role == "county_clerk")
    office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
    towns = [unit for unit in units if unit.kind == Unit.Kind.TOWN]
    with scope(county_scope(county)), transaction.atomic():
        for ago, subject, manner, title, place, asked, gap in [*HELD, HELD[-1]]:
            last = record(
                by=clerk,
                unit=office,
                subject=subject,
                manner=manner,
                title=title,
                place=place,
                on=timezone.localdate() - timedelta(days=ago),
                teacher=f"{office.name}（示例）",
                content="政策要求、操作步骤、常见问题答疑（示例）。",
                lines=[
                    (town, asked, asked - bool(gap and at % gap == 0)) for at, town in enumerate(towns, 1)
                ],
            )
        void_training(last, by=clerk, reason="重复登记（示例）。")
    return len(HELD) + 1
