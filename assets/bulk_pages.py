"""What the pages of a bulk act show."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse

from assets import bulk
from assets.amending import Amendment
from assets.custom import fields_of
from assets.models import Asset, Bulk, BulkRow
from journal.history import shown
from journal.views.work import progress
from tenancy.models import Unit

Outcome = BulkRow.Outcome
EXAMPLES, SIZE, MOST_KINDS = 3, 100, 5


def chosen(one, form):
    """The page that asks what an amendment puts in."""
    groups = [{"name": name, "fields": fields} for name, fields in form.groups()]
    return _head(one) | {"form": form, "groups": groups}


def checked(user, one, form, asked):
    """The page that shows what will happen, before it does."""
    return _head(one) | {
        "form": form,
        "seen": one.digest,
        "able": f"{one.able:,}",
        "worth": one.worth,
        "unable": _groups(user, one, asked, Outcome.UNABLE),
        "unable_count": f"{one.total - one.able:,}",
        "new_values": list(_told(one)),
        "old_values": _now(one) if one.values else "",
        "change_url": reverse("assets:bulk_choose", args=[one.pk]) if one.act == Amendment.name else "",
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
        "job": progress(one.job),
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
        "done_url": f"{reverse('assets:list')}?bulk={one.pk}" if n else "",
        "reason": one.reason,
        "new_values": list(_told(one)),
        "refused": _groups(user, one, asked, Outcome.REFUSED),
        "unable": _groups(user, one, asked, Outcome.UNABLE),
    }


def _head(one):
    return {
        "label": f"批量{_label(one)}",
        "total": f"{one.total:,}",
        "missing": one.missing,
        "list_url": f"{reverse('assets:list')}{'?' if one.query else ''}{one.query}",
        "crumbs": [("资产", reverse("assets:list"))],
    }


def _label(one):
    return Amendment.label if one.act == Amendment.name else bulk.ACTS[one.act][0]


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
    rows = Asset.objects.permitted(user).filter(county_id=one.county_id, pk__in=shown_ids)
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


def _now(one):
    """What the rows of an amendment hold now, the most frequent first: 在用 118 项、低效 2 项."""
    name = next(iter(one.values))
    if name == "custom":
        return ""
    field = next(field for field in Asset._meta.concrete_fields if field.attname == name)
    rows = BulkRow.objects.filter(county_id=one.county_id, bulk=one, outcome=Outcome.ABLE)
    held = Asset.objects.filter(county_id=one.county_id, pk__in=rows.values("asset_id")).order_by()
    found = list(held.values_list(name).annotate(n=Count("pk")).order_by("-n", name))
    names = _units(field, [value for value, _ in found[:MOST_KINDS]])
    told = "、".join(f"{shown(field, value, names)} {n:,} 项" for value, n in found[:MOST_KINDS])
    return told + (f" 等 {len(found)} 种" if len(found) > MOST_KINDS else "")


def _units(field, ids):
    units = Unit.objects.filter(pk__in=[pk for pk in ids if pk]) if field.is_relation else ()
    return {(Unit, unit.pk): str(unit) for unit in units}


def _told(one):
    """[(label, new value)] of an amendment."""
    fields = {field.attname: field for field in Asset._meta.concrete_fields}
    for name, value in one.values.items():
        if name == "custom":
            own = {field.key: field for field in fields_of(one.county_id)}
            yield from (
                (f"{own[key].label}改为", own[key].shown(kept, "（空）"))
                for key, kept in value.items()
                if key in own
            )
        else:
            field = fields[name]
            yield f"{field.verbose_name}改为", shown(field, value, _units(field, [value]))
