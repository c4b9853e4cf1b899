"""What a person does: ask for a document, look at their own, fetch it; and the clock, that removes what has expired."""

import json
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from journal import jobs, kept
from journal.files.inspect import safe_name
from journal.models import Job, Print
from journal.prints.making import make
from journal.prints.registry import PRINTS
from journal.transitions import Refused
from tenancy import policy
from tenancy.scope import working_in

ENDED = "提交打印时所用的岗位已经结束，或其中有记录已不在您的查看范围内。请从列表重新打印。"
GONE = "这一类文件已停用，不能再下载。请从现有的列表重新打印。"
EXPIRED = "文件已过期并清除。请从列表重新打印。"
NOTHING = "没有可以打印的记录。请先选择记录，或放宽筛选条件。"
TOO_MANY = "共 {:,} 条，一次最多打印 {:,} 条。请按乡镇或年度分几次打印。"


@transaction.atomic
def ask(kind, rows=None, *, by, county, name="", key="", **params):
    """Owe a document of a Printable in the post `by` works in; returns the Print, its job owed.

    `rows` (queryset or list of the kind's model) are printed in their order; `params` are plain values of JSON. `name`
    is what the file shall be called, without its ending. Asked again while it is being made it is the same print; with
    a `key` (unique to what is printed) also once it is made, until it expires.
    Raises PermissionDenied, Refused.
    """
    post = _post(by, county, kind.verb)
    ids = _ids(rows, kind)
    _require(by, kind, ids)
    once = key or _digest(kind, ids, params, post)
    with working_in(post.county_id):  # a city's reader owns what they ask for, in the city
        if found := _under_way(by, once, is_final=bool(key)):
            return found
        row = Print.objects.create(
            county_id=post.county_id,
            by=by,
            post=post,
            kind=kind.name,
            rows=ids,
            params=params,
            once=once,
            name=safe_name(f"{name or kind.label}_{timezone.localtime():%Y%m%d%H%M}.pdf"),
        )
        label = f"打印{kind.label}"[:120]
        row.job = jobs.start(
            make, by=by, county=post.county_id, key=f"print-{row.pk}", label=label, print_id=row.pk
        )
        row.save(update_fields=["job"])
    return row


def mine(user):
    """The prints a person asked for, newest first."""
    return Print.objects.filter(by=user).select_related("document", "job").defer("rows").order_by("-pk")


def file_of(row, *, by):
    """The Document of a print, for whoever asked for it and may still see each of its rows; None while it is made.

    Raises PermissionDenied where they may not, Refused where the file has expired or its kind is registered no more.
    """
    if row.kind not in PRINTS:  # nobody knows any more who may see it
        raise Refused(GONE)
    kind = PRINTS[row.kind]
    if kept.held_post(by, row, kind.verb) is None or not _reach(by, kind, row.rows):
        raise PermissionDenied(ENDED)
    if row.is_expired:
        raise Refused(EXPIRED)
    return row.document


def expire():
    """Remove the files whose day is over, and the parts of those that never were finished. In the system's scope."""
    for row in Print.objects.filter(expires_at__lte=timezone.now(), removed_at=None):
        for number in range(row.parts + 1):  # one may lie there that was not told any more
            default_storage.delete(row.part_key(number))
    kept.expire(Print)
    gone = Print.objects.exclude(removed_at=None).exclude(params={})
    gone.update(params={})  # they may say what was searched for


def _post(user, county, verb):
    """The post they work in, if it carries the verb; else their first in the county that does."""
    working = getattr(user, "working_post", None)
    held = policy.posts(user)
    posts = [post for post in held if post.pk == getattr(working, "pk", 0)]
    posts = posts or [post for post in held if post.county_id == county]
    if found := next((post for post in posts if verb in post.verbs), None):
        return found
    raise PermissionDenied(policy.NO_VERB.format(policy.VERBS[verb]))


def _ids(rows, kind):
    if rows is None:
        return []
    ids = (
        list(rows.values_list("pk", flat=True)) if hasattr(rows, "values_list") else [row.pk for row in rows]
    )
    if not ids:
        raise Refused(NOTHING)
    if len(ids) > kind.most:
        raise Refused(TOO_MANY.format(len(ids), kind.most))
    return ids


def _require(user, kind, ids):
    if not _reach(user, kind, ids):
        raise PermissionDenied(policy.NO_VERB.format(policy.VERBS[kind.verb]))


def _reach(user, kind, ids):
    """Whether a person's verb reaches each of these rows."""
    if kind.model is None or not ids:
        return policy.holds(user, kind.verb)
    return kind.model.objects.permitted(user, kind.verb).filter(pk__in=ids).order_by().count() == len(
        set(ids)
    )


def _digest(kind, ids, params, post):
    asked = json.dumps([kind.name, ids, params, post.pk], sort_keys=True)
    return f"{kind.name}:{sha256(asked.encode()).hexdigest()[:40]}"


def _under_way(by, once, *, is_final):
    """The print asked for under this key, if it still holds; else None, and the key is free again."""
    found = (
        Print.objects.select_related("job").select_for_update(of=("self",)).filter(by=by, once=once).first()
    )
    if found is None:
        return None
    is_made = found.job.state == Job.State.DONE
    if not found.is_expired and (not found.job.is_over or (is_made and is_final)):
        return found
    found.once = ""
    found.save(update_fields=["once"])
    return None
