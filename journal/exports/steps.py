"""What a person does: ask for a file, look at their own, fetch it; and the clock, that removes what has expired."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from journal import jobs, kept
from journal.exports.making import make, place_of
from journal.exports.paper import LEDGERS
from journal.exports.registry import EXPORTS
from journal.files.inspect import safe_name
from journal.kept import held_post
from journal.models import Export
from journal.prints import steps as prints
from journal.transitions import Refused
from tenancy import policy
from tenancy.scope import working_in

Layout, Format = Export.Layout, Export.Format
LONGEST_QUERY = 4000
ENDED = "导出时所用的岗位已经结束或不再有查看权限，不能下载。请以现任岗位重新导出。"
EXPIRED = "文件已过期并清除。请重新导出。"


@transaction.atomic
def start(*, by, post, scope, resource, layout, fmt, query):
    """Ask for a file of the list `resource` as `query` (QueryDict) narrows it, in the post one works in.

    `scope`: that of the post. Returns the Export, its job owed. Raises PermissionDenied, Refused.
    """
    kind = EXPORTS[resource]
    policy.require_anywhere(by, kind.verb)
    if layout == Layout.LEDGER and kind.ledger is None:
        raise Refused("这张表没有正式台账格式，请改选其他版式。")
    query = _completed(kind.settled(by, scope, query), kind, layout)
    if len(query.urlencode()) > LONGEST_QUERY:
        raise Refused("筛选条件过长，请减少条件后再导出。")
    asked = {
        "query": query.urlencode(),
        "told": kind.told(by, scope, query)[:500],
        "filters": kind.filters(by, scope, query)[:500],
        "columns": kind.shown(by, scope, query) if layout == Layout.VIEW else [],
    }
    with working_in(post.county_id):  # a city's reader owns what they ask for, in the city
        row = Export(county_id=post.county_id, by=by, post=post, resource=resource, layout=layout, format=fmt)
        for name, value in asked.items():
            setattr(row, name, value)
        row.name = _name(row, kind.form(by, scope, query))
        row.save()
        row.job = jobs.start(
            make,
            by=by,
            county=post.county_id,
            key=f"export-{row.pk}",
            label=f"导出{kind.label}"[:120],
            export=row.pk,
        )
        row.save(update_fields=["job"])
    return row


@transaction.atomic
def start_paper(*, by, post, scope, resource, query):
    """Ask for the official ledger of a list on paper; returns the Print. Raises PermissionDenied, Refused."""
    kind = EXPORTS[resource]
    policy.require_anywhere(by, kind.verb)
    if resource not in LEDGERS:
        raise Refused("这张表没有正式台账格式，请改选其他版式。")
    query = _completed(kind.settled(by, scope, query), kind, Layout.LEDGER)
    place = place_of(post, kind.form(by, scope, query))
    return prints.ask(
        LEDGERS[resource],
        kind.ledger.rows(kind.rows(by, scope, query)),
        by=by,
        county=post.county_id,
        name=f"{place}{kind.ledger.title}",
        place=place,
        unit=post.unit.name,
        told=kind.told(by, scope, query)[:500],
    )


def mine(user):
    """The exports a person asked for, newest first."""
    return Export.objects.filter(by=user).select_related("document", "job").order_by("-pk")


def file_of(row, *, by):
    """The Document of an export, for whoever asked for it and still may see the list. None while it is made.

    Raises PermissionDenied where the post has ended or lost the verb, Refused where the file has expired.
    """
    if held_post(by, row, EXPORTS[row.resource].verb) is None:
        raise PermissionDenied(ENDED)
    if row.is_expired:
        raise Refused(EXPIRED)
    return row.document


def expire():
    """Remove the files whose day is over, and the words they were asked for with. In the scope of the system."""
    kept.expire(Export)
    told = Export.objects.exclude(removed_at=None).exclude(query="", told=F("filters"))
    told.update(query="", told=F("filters"))


def _completed(query, kind, layout):
    """The query, with what the official layout takes for granted."""
    query = query.copy()
    for name, value in (kind.ledger.defaults if layout == Layout.LEDGER else {}).items():
        if not query.get(name):
            query[name] = value
    return query


def _name(row, form):
    """修武县资产台账（正式台账）20261124.xlsx"""
    kind = EXPORTS[row.resource]
    ending = "xlsx" if row.format == Format.XLSX else "csv"
    day = timezone.localdate().strftime("%Y%m%d")
    return safe_name(f"{place_of(row.post, form)}{kind.label}（{row.get_layout_display()}）{day}.{ending}")
