"""The job that makes the file: in the post it was asked for in, of one moment; whoever takes over begins anew."""

import tempfile
from contextlib import ExitStack, closing

from django.db import transaction
from django.http import QueryDict

from journal.acts import act
from journal.exports.ledger import LedgerTable
from journal.exports.ledger_text import LedgerText
from journal.exports.reading import Snapshot
from journal.exports.registry import EXPORTS
from journal.exports.tables import ENCODINGS, table_for, values_of
from journal.jobs import GaveUp, job
from journal.kept import held_post, keep
from journal.models import Document, Export
from journal.templatetags.jiadi import place
from tenancy import policy
from tenancy.middleware import scope_of
from tenancy.models import Region, Unit
from tenancy.scope import scope

Layout = Export.Layout
POST_ENDED = "您提交导出时的岗位已经结束或不再有查看权限，文件没有生成。"
TOO_MANY = "共 {:,} 行，超过 Excel 工作表的行数。请缩小范围，或改选 CSV 格式。"
PLACED = {Unit.Kind.TOWN, Unit.Kind.VILLAGE}
BELOW = [Region.Level.TOWN, Region.Level.VILLAGE]
LAST_TOWN = 999_999_999  # codes of townships have nine digits, of villages twelve


@job("exports.make", "导出")
def make(run, *, export):
    """Write the file of an Export; one that is made already is left alone, however often this runs."""
    with transaction.atomic():
        run.hold()
        row = Export.objects.select_related("post__unit__region", "county").get(pk=export)
    if row.document_id or row.is_expired:
        return told(row)
    kind = EXPORTS[row.resource]
    look = _look(row, run.by, kind)
    with tempfile.TemporaryFile() as file:
        row.rows = _write(file, row, kind, look, run)
        return _keep(run, row, kind, file)


def told(row):
    """What the page says of an export that is done."""
    return f"共 {row.rows:,} 行。"


def _look(row, user, kind):
    """The scope in which the rows are read: that of the post, like a page of that person; GaveUp when it has ended."""
    post = held_post(user, row, kind.verb)
    if post is None:
        raise GaveUp(POST_ENDED)
    policy.grants(user, [post])  # and no other post's
    return scope_of(post, user)


def _write(file, row, kind, look, run):
    """Write all rows; returns how many. The scope is that of the post while they are read, else the job's own."""
    with ExitStack() as unfinished:
        table, columns = _table(file, row, kind, look)
        unfinished.callback(table.drop)
        done = _fill(table, columns, row, kind, look, run)
        unfinished.pop_all()
    table.close()
    return done


def _fill(table, columns, row, kind, look, run):
    paths = list(dict.fromkeys(column.attribute for column in columns))
    with scope(look), transaction.atomic():
        run.hold()
        found = kind.rows(run.by, look, QueryDict(row.query))
        found = kind.ledger.rows(found) if row.layout == Layout.LEDGER else found
        total = found.order_by().count()
        if table.most_rows and total > table.most_rows:
            raise GaveUp(TOO_MANY.format(total))
        opened = Snapshot(found, paths)
    done, values = 0, values_of(columns, paths)
    with closing(opened):
        for chunk in opened.chunks():
            table.rows(map(values, chunk))
            done += len(chunk)
            with transaction.atomic():
                run.step(done, total)
    return done


def _table(file, row, kind, look):
    """(the table that writes this layout and format, its columns)"""
    if row.layout == Layout.LEDGER:
        form = kind.form(row.by, look, QueryDict(row.query))
        head = {"place": place_of(row.post, form), "unit": row.post.unit.name, "told": row.told}
        table = ledger_for(row.format, file, kind.ledger, **head)
        return table, table.columns
    known = kind.columns(look.county)
    columns = (
        [known[key] for key in row.columns if key in known]
        if row.layout == Layout.VIEW
        else [*known.values()]
    )
    return table_for(row.format, file, columns, sheet=kind.label), columns


def ledger_for(fmt, file, ledger, **head):
    """The official layout in a format (Export.Format)."""
    if fmt in ENCODINGS:
        return LedgerText(file, ledger, encoding=ENCODINGS[fmt], **head)
    return LedgerTable(file, ledger, **head)


def place_of(post, form):
    """Whose ledger it is: the township, village or department a list (its form) is narrowed to, else the post's own.

    修武县, 修武县七贤镇, 修武县七贤镇韩庄村, 修武县交通运输局.
    """
    unit, county, narrowed = post.unit, post.county.name, form.active
    if dept := Unit.objects.filter(pk=narrowed.get("dept") or 0).first():
        return f"{county}{dept.name.removeprefix(county)}"
    own = unit.region_id if unit.kind in PLACED else 0
    code = narrowed.get("village") or narrowed.get("town") or own
    codes = [code // 1000, code] if code > LAST_TOWN else [code]
    names = dict(Region.objects.filter(pk__in=codes, level__in=BELOW).values_list("pk", "name"))
    return county + "".join(place(names[one]) for one in codes if one in names)


def _keep(run, row, kind, file):
    """Keep the file, and say in the journal who took out what; not what they searched for, which may be a name."""
    with transaction.atomic():
        keep(run, row, file, Document.Kind.XLSX if row.format == Export.Format.XLSX else Document.Kind.CSV)
        row.save(update_fields=["rows"])
        with act("exports.make", f"导出{kind.label}", by=run.by, county=row.county_id) as entry:
            parts = [row.get_layout_display(), f"{row.rows:,} 行", row.filters]
            entry.about(row, reason="；".join(filter(None, parts)), seen=row.document.sha256)
    return told(row)
