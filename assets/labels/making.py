"""Labels of chosen assets as a file: what stands on each, the job that draws many, the file that is kept for a day."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assets.choices import Category
from assets.labels import codes
from assets.labels.drawing import Label, Labels
from assets.labels.sheets import SHEETS
from assets.models import Asset, LabelRun
from journal import jobs
from journal.jobs import GaveUp, job
from journal.kept import held_post, keep
from journal.models import Document
from journal.templatetags.jiadi import place as village_name
from journal.transitions import Refused
from tenancy import policy
from tenancy.middleware import scope_of
from tenancy.scope import scope, working_in

MOST = 3_000  # labels of one file: 125 sheets
AT_ONCE = 40  # so many are drawn while the person waits, a sheet of the smallest
STEP = 100
SHOWN = ("county", "town", "village", "unit")
ENDED = "提交打印时所用的岗位已经结束，或其中有资产已不在您的查看范围内。请从资产列表重新打印。"
EXPIRED = "标签文件已过期并清除。请从资产列表重新打印。"
UNENTERED = "所选资产都还没有入账，没有编号，不能打印标签。入账后再打印。"
VILLAGE_TOLD = "所选到户类资产的编号写有村（社区）代码，标签会让人认出农户，不能打印。请联系管理员处理编号。"
# What assets.rules.tells_no_village denies, of a household's assets.
TELLING = Q(category=Category.HOUSEHOLD) & ~Q(number__regex=r"^.{9}000")
TOO_MANY = "共 {:,} 张，一次最多打印 {:,} 张。请按乡镇或年度分几次打印。"


def printable(rows):
    """Of a queryset of assets those that get a label, village by village: a number is given at the entry."""
    rows = rows.filter(state=Asset.State.LEDGER).exclude(TELLING)
    return rows.order_by("county_id", "village_id", "number")


def telling(rows):
    """Those of a queryset that get none, because their number tells a household's village."""
    return rows.filter(TELLING, state=Asset.State.LEDGER)


def why_none(rows):
    """The sentence that says why none of a queryset of assets gets a label."""
    return VILLAGE_TOLD if telling(rows).exists() else UNENTERED


def labels_of(rows):
    """[Label] of assets. A label hangs where everybody reads it: of a household's asset neither name nor village."""
    return [_label(row) for row in rows.select_related(*SHOWN)]


def _label(row):
    is_household = row.category == Category.HOUSEHOLD
    village = "" if is_household or not row.village else village_name(row.village)
    return Label(
        number=row.number,
        name=row.get_subtype_display() if is_household else row.name,
        place=" ".join(filter(None, [row.town.name if row.town else "", village])),
        unit="" if is_household else f"持有单位 {row.unit.name}",
        year=f"形成年度 {row.formed_year} 年",
        head=f"{row.county.name}扶贫资产",
        url=codes.address(row.number),
    )


def draw(labels, *, sheet, x, y, start, step=lambda done: None):
    """(PDF as bytes, set of characters the font lacks) of a list of Label; `step` is told how many are done."""
    pages = Labels(SHEETS[sheet], x=x, y=y)
    for first in range(0, len(labels), STEP):
        pages.fill_sheets(labels[first : first + STEP], start=start + first)
        step(min(first + STEP, len(labels)))
    return pages.finished(), pages.missing


@transaction.atomic
def start(*, by, post, rows, sheet, x, y, start):
    """Owe the labels of a queryset of assets, in the post one works in; returns the LabelRun. Raises Refused."""
    found = list(printable(rows).values_list("pk", flat=True)[: MOST + 1])
    if not found:
        raise Refused(why_none(rows))
    if len(found) > MOST:
        raise Refused(TOO_MANY.format(printable(rows).count(), MOST))
    with working_in(post.county_id):  # a city's reader owns what they ask for, in the city
        name = f"资产标签_{len(found)}张_{timezone.localtime():%Y%m%d%H%M}.pdf"
        given = {"sheet": sheet, "x": x, "y": y, "start": start, "assets": found, "name": name}
        run = LabelRun.objects.create(county_id=post.county_id, by=by, post=post, **given)
        run.job = jobs.start(make, by=by, county=post.county_id, key=f"labels-{run.pk}", run_id=run.pk)
        run.save(update_fields=["job"])
    return run


@job("assets.labels", "生成资产标签")
def make(run, *, run_id):
    """Draw the file of a LabelRun; one that is made already is left alone, however often this runs."""
    with transaction.atomic():
        run.hold()
        row = LabelRun.objects.get(pk=run_id)
    if row.document_id or row.is_expired:
        return _told(row, set())
    labels = _read(run, row)

    def step(done):
        with transaction.atomic():
            run.step(done, len(labels))

    content, missing = draw(labels, sheet=row.sheet, x=row.x, y=row.y, start=row.start, step=step)
    with transaction.atomic():
        keep(run, row, BytesIO(content), Document.Kind.PDF)
    return _told(row, missing)


def _read(run, row):
    """The labels, read in the scope of the post they were asked for in, like a page of that person."""
    if not (post := held_post(run.by, row, policy.SEE)):
        raise GaveUp(ENDED)
    policy.grants(run.by, [post])  # and no other post's
    with scope(scope_of(post, run.by)), transaction.atomic():
        run.hold()
        labels = labels_of(printable(Asset.objects.permitted(run.by).filter(pk__in=row.assets)))
    if not labels:
        raise GaveUp(ENDED)
    return labels


def _told(row, missing):
    lacking = f"；字库中没有“{'”“'.join(sorted(missing))}”，以〓代替" if missing else ""
    return f"共 {len(row.assets):,} 张{lacking}。"


def file_of(row, *, by):
    """The Document of a LabelRun, for whoever asked for it and may still see each of its assets; None while it is made.

    Raises PermissionDenied where they may not, Refused where the file has expired.
    """
    seen = Asset.objects.permitted(by).filter(pk__in=row.assets).count()
    if held_post(by, row, policy.SEE) is None or seen < len(row.assets):
        raise PermissionDenied(ENDED)
    if row.is_expired:
        raise Refused(EXPIRED)
    return row.document
