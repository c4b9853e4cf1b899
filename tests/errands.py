"""Jobs, documents and deadlines that only the tests know: the worker of the tests includes them."""

import time

from django.db import transaction

from assets import actions
from assets.models import Asset
from journal import deadlines, jobs
from journal.models import Document
from journal.prints.registry import printed
from journal.prints.shelf import code, picture
from tests.world import Place

CHECK = deadlines.kind(
    "tests.check", "核对账实", "verify_asset", "焦扶贫办〔2020〕7号二（三）", page="assets:detail"
)


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


@printed("tests.card", label="资产卡片", verb="view_register", model=Asset, per=1, template="asset_card.html")
def card(rows, *, by, part, pause=0, diary=""):
    """One page for each asset; with a diary (path of a file) it says there which it has begun, and pauses."""
    if diary:
        with open(diary, "a") as book:
            book.write(f"{rows[0].name}\n")
        time.sleep(pause)
    return {"title": rows[0].name, "asset": rows[0], "part": part, "unit_name": by.name}


@printed("tests.list", label="资产清单", verb="view_register", model=Asset, template="asset_list.html")
def together(rows, *, by, photo=0):
    """All assets on one sheet, with a code and a photo (id of a Document) where there is one."""
    found = Document.objects.filter(pk=photo).first()
    return {
        "title": "资产清单",
        "assets": rows,
        "code": code("https://jiadi/q/1/"),
        "photo": found and picture(found),
    }


@printed("tests.away", label="外来的图", verb="view_register", template="asset_list.html")
def away(rows, *, by, photo):
    """Names a picture that is none of ours."""
    return {"title": "外来", "photo": photo}
