"""What tests of work for the poor and of self-operation are made of."""

from datetime import date

from operation import employing, selfrun
from tests.operation.agreeing import signed, workshop

JOB = {
    "worker": "钱小花",
    "category": "registered",
    "work": "缝纫工",
    "year": 2021,
    "months": 10,
    "wages": 24_000,
}
RUN = {
    "runner": "孙管事",
    "from_on": date(2020, 10, 1),
    "to_on": None,
    "benefit": "收益用于公益岗位，带动五户务工",
    "income": 30_000,
    "remark": "",
}


def job(place, agreement=None, /, by="village_clerk", **fields):
    """Somebody's work of a year under a signed agreement."""
    agreement = agreement or signed(place)
    with place.scope():
        return employing.record(by=getattr(place, by), agreement=agreement, **JOB | fields)


def declared(place, asset=None, **fields):
    """A workshop of the first village that the village says it runs itself."""
    asset = asset or workshop(place)
    with place.scope():
        return selfrun.declare(asset, by=place.village_clerk, **RUN | fields)


def run(place, asset=None, **fields):
    """The same, confirmed by the township's reviewer."""
    row = declared(place, asset, **fields)
    with place.scope():
        return selfrun.confirm_self(row, by=place.town_reviewer)


def selfrun_in(place, state, **fields):
    """A self-operation in this state."""
    if state == "declared":
        return declared(place, **fields)
    if state == "withdrawn":
        with place.scope():
            return selfrun.withdraw_self(declared(place, **fields), by=place.village_clerk, reason="填错")
    row = run(place, **fields)
    if state == "in_force":
        return row
    with place.scope():
        return selfrun.end_self(row, by=place.town_reviewer, ended_on=date(2021, 9, 30), reason="改为出租")
