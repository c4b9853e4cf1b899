"""The demonstration from nothing: a city with its counties, two of them at work, and counties with published ledgers.

Each step is a transaction of its own and is left out where it is done already: a start that was cut off goes on.
"""

from functools import cache

from django.db import transaction

from assets.models import Asset, CustomField, Household, Round
from custody.models import Duty, Patrol, Training, WelfarePost
from journal.bootstrap import add_county
from journal.models import ImportBatch
from operation.models import Agreement, SelfOperation
from oversight.demo import (
    agreements,
    duties,
    jobs,
    particulars,
    patrols,
    people,
    posts,
    registers,
    rounds,
    titles,
    trainings,
)
from oversight.demo.ledger import Books, busiest, content_of
from oversight.demo.published import LEDGERS, bring_in
from ownership.models import Title
from tenancy import divisions
from tenancy.models import Appointment, Unit, User
from tenancy.policy import align_grants
from tenancy.scope import SYSTEM, scope

COUNTIES = [410802, 410803, 410804, 410811, 410821, 410822, 410823, 410825, 410871, 410882, 410883]
SIZES = {410821: 220, 410822: 160}  # made-up assets
REGISTERED = [*SIZES, 410307]  # counties with made-up households and subsidies
FILES = ("divisions_published.csv", "divisions_jiaozuo.csv")


def seed(say):
    """Make what is missing of the demonstration; `say` takes a line about each thing made."""
    for code in _lacking(Unit, {*COUNTIES, *LEDGERS}):
        added = add_county(code, national())
        say(f"{added.county}：{added.units} 个单位")
    if staffless := _lacking(User, {people.CITY, *people.AT_WORK, *people.PUBLISHED}):
        for code in staffless:
            people.engage(code, _posts(code))
        align_grants()
    for code in _lacking(CustomField, SIZES):
        clerk = _clerk(code)
        say(f"{name_of(code)}：设置 {particulars.define(code, clerk.unit, clerk.user)} 个自定义字段")
    for code in _lacking(Asset, SIZES):
        made = Books(code, units_of(code), held_in(code)).fill(content(code))
        say(f"{name_of(code)}：登记 {made} 项示例资产")
    for code in _lacking(Household, REGISTERED):
        made = registers.fill(code, units_of(code), held_in(code))
        say(f"{name_of(code)}：登记 {made} 条到户资产和补贴")
    for code in _lacking(Round, SIZES):
        made = rounds.fill(code, units_of(code), held_in(code))
        say(f"{name_of(code)}：组织示例清产核资，已清查 {made} 项")
    for code in _lacking(Title, SIZES):
        made = titles.Deeds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：登记 {made} 项确权")
    for code in _lacking(Duty, SIZES):
        made = duties.Deeds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：登记 {made} 项管护责任")
    for code in _lacking(WelfarePost, SIZES):
        made = posts.Deeds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：设立 {made} 个公益岗位")
    for code in _lacking(Patrol, SIZES):
        made = patrols.Rounds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：登记 {made} 次巡查")
    for code in _lacking(Training, SIZES):
        made = trainings.fill(code, units_of(code), held_in(code))
        say(f"{name_of(code)}：登记 {made} 次培训")
    for code in _lacking(Agreement, SIZES):
        made = agreements.Deeds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：登记 {made} 份经营协议")
    for code in _lacking(SelfOperation, SIZES):
        made = jobs.Deeds(code, units_of(code), held_in(code)).fill()
        say(f"{name_of(code)}：登记 {made} 条带动就业")
    for code in _lacking(ImportBatch, LEDGERS, state=ImportBatch.State.WRITTEN):
        batch = _import(code)
        say(f"{name_of(code)}：导入 {batch.document.name}，{batch.written} 项，另有 {batch.wrong} 行有错误")


@cache
def national():
    """The national divisions of all counties of the demonstration, each place once."""
    read = [divisions.read(divisions.FOLDER / name) for name in FILES]
    return list({row.code: row for rows in read for row in rows}.values())


def name_of(code):
    """What a county is called."""
    return next(row.name for row in national() if row.code == code)


@cache
def content(code):
    """The made-up content of a county."""
    return content_of(code, national(), SIZES[code])


def _lacking(model, codes, **having):
    """Those of the counties that have no such rows of a model, in order."""
    with scope(SYSTEM), transaction.atomic():
        rows = model.objects.filter(**having).order_by()
        having = set(rows.values_list("county_id", flat=True).distinct())
    return sorted({*codes} - having)


def units_of(code):
    """The units of a county or city, from the office down."""
    with scope(SYSTEM), transaction.atomic():
        return list(Unit.objects.filter(county_id=code).order_by("path"))


def held_in(code):
    """The posts held in a county, with their people."""
    with scope(SYSTEM), transaction.atomic():
        return list(Appointment.objects.current().filter(county_id=code).select_related("user", "unit"))


def _clerk(code):
    """The post of the county office's clerk."""
    return next(post for post in held_in(code) if post.role == "county_clerk")


def _posts(code):
    units = units_of(code)
    return people.posts_of(code, units, busiest(content(code), units) if code in SIZES else None)


def _import(code):
    clerk = _clerk(code)
    return bring_in(clerk.unit, clerk.user, *LEDGERS[code])
