"""Jobs that only the tests know: the worker of the tests includes them."""

import time

from django.db import transaction

from assets import actions
from assets.models import Asset
from journal import jobs
from tests.world import Place


@jobs.job("tests.write", "登记道路")
def write(run, *, number, pause=0):
    """Register so many roads, each in a transaction of its own; those that are there already are left alone."""
    place = Place(run.job.county_id)
    for at in range(number):
        with transaction.atomic():
            run.hold()
            if not Asset.objects.filter(name=f"道路{at}号").exists():
                actions.register(by=run.by, **place.usual() | {"name": f"道路{at}号"})
        with transaction.atomic():
            run.step(at + 1, number)
        time.sleep(pause)
    return f"登记 {number} 条"


@jobs.job("tests.give_up", "办不成的事")
def give_up(run):
    """Cannot be done."""
    raise jobs.GaveUp("文件已损坏，请重新上传。")


@jobs.job("tests.break", "出错的事")
def break_down(run):
    """Has a fault that nobody thought of."""
    with transaction.atomic():
        run.step(1, 2)
    raise ZeroDivisionError
