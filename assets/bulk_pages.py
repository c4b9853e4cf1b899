"""What the pages of a bulk act show."""

from django.core.paginator import Paginator
from django.urls import reverse

from assets import bulk
from assets.models import Bulk, BulkRow
from journal.progress import of_job

Outcome = BulkRow.Outcome
EXAMPLES, SIZE = 3, 100


def chosen(one, form):
    """The page that asks what an act needs to know before it looks at the rows."""
    groups = [{"name": name, "fields": fields} for name, fields in form.groups()]
    first = {"field": form[form.first], "question": form.question}
    return _head(one) | {"form": form, "groups": groups} | first


def checked(user, one, form, asked):
    """The page that shows what will happen, before it does."""
    return _head(one) | {
        "form": form,
        "seen": one.digest,
        "able": f"{one.able:,}",
        "worth": one.worth,
        "unable": _groups(user, one, asked, Outcome.UNABLE),
        "unable_count": f"{one.total - one.able:,}",
        "new_values": list(_act(one).told(one)),
        "old_values": _act(one).now(one) if one.values else "",
        "change_url": reverse("assets:bulk_choose", args=[one.pk]) if _act(one).form else "",
        "change_label": f"改{_label(one)}内容",
        "confirm_label": f"确认{_label(one)} {one.able:,} 项",
        "can_confirm": one.able > 0,
        "by_job": one.able > bulk.AT_ONCE,
        "counted_anew": one.said is not None and one.said != one.total,
        "said": f"{one.said or 0:,}",
    }


def running(one):
    """The job on its way: first the look, later the act itself."""
    is_look = one.state == Bulk.State.LOOKING
    return _head(one) | {
        "job": of_job(one.job),
        "poll_url": reverse("assets:bulk_progress", args=[one.pk]),
        "gave_up": one.job.is_over,
        "go_on_label": "继续核对" if is_look else "继续办理",
        "note": "只是核对能否办理，确认之前不会改动。" if is_look else "已办理的不会再办一次。",
    }


def done(user, one, asked):
    """What came of it: how many were done, and of the others each with its reason."""
    n = BulkRow.objects.filter(county_id=one.county_id, bulk=one, outcome=Outcome.DONE).count()
    return _head(one) | {
        "over_text": f"已{_label(one)} {n:,} 项"
        + (f"，{one.total - n:,} 项没有办理。" if n < one.total else "。"),
        "tone": "success" if n == one.total else "warning",
        "done": f"{n:,}",
        "done_url": f"{reverse(_act(one).done_page)}?bulk={one.pk}" if n else "",
        "reason": one.reason,
        "new_values": list(_act(one).told(one)),
        "refused": _groups(user, one, asked, Outcome.REFUSED),
        "unable": _groups(user, one, asked, Outcome.UNABLE),
    }


def _act(one):
    return bulk.act_of(one)


def _head(one):
    shelf = _act(one).shelf
    return {
        "label": f"批量{_label(one)}",
        "noun": shelf.noun,
        "total": f"{one.total:,}",
        "missing": one.missing,
        "list_url": f"{reverse(shelf.page)}{'?' if one.query else ''}{one.query}",
        "crumbs": [(shelf.noun, reverse(shelf.page))],
    }


def _label(one):
    return _act(one).label


def _groups(user, one, asked, outcome):
    """The rows that cannot be done, by sentence: [{sentence, count, rows, all_url, pages}]; one group may be opened."""
    opened = asked.get("group", "")
    told = bulk.groups(one, outcome)
    shown_ids, groups = [], []
    for at, (sentence, ids) in enumerate(told):
        name = f"{outcome}-{at}"
        page = Paginator(ids, SIZE).get_page(asked.get("page")) if opened == name else ids[:EXAMPLES]
        shown_ids += page
        groups.append(
            {"sentence": sentence, "count": f"{len(ids):,}", "ids": list(page)} | _links(name, page, ids)
        )
    rows = _act(one).shelf.model.objects.permitted(user).filter(county_id=one.county_id, pk__in=shown_ids)
    names = {row.pk: row for row in rows.only("pk", "name", "number")}
    for group in groups:
        group["rows"] = [names[pk] for pk in group.pop("ids") if pk in names]
    return groups


def _links(name, page, ids):
    if not hasattr(page, "paginator"):
        return {"all_url": f"?group={name}#{name}" if len(ids) > EXAMPLES else "", "id": name}
    turn = f"?group={name}&page={{}}#{name}"
    return {
        "id": name,
        "opened": True,
        "pages": {
            "count_text": f"第 {page.number} / {page.paginator.num_pages} 页",
            "first_url": "",
            "prev_url": turn.format(page.number - 1) if page.has_previous() else "",
            "next_url": turn.format(page.number + 1) if page.has_next() else "",
        },
    }
