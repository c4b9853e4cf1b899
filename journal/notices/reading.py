"""What a notice shows, and which notices showed a row."""

from django.apps import apps
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q

from journal.models import Notice, NoticeBody, NoticeRow, Objection
from journal.notices import lines


def rows_in(notice):
    """The rows a notice shows, in its order, as a list of one model."""
    links = list(NoticeRow.objects.filter(county_id=notice.county_id, notice=notice).order_by("position"))
    if not links:
        return []
    found = (
        model_of(links[0].table)
        .objects.filter(county_id=notice.county_id)
        .in_bulk([link.row_id for link in links])
    )
    return [found[link.row_id] for link in links if link.row_id in found]


def notices_of(row):
    """The notices that show or showed a row, the newest first; each with `is_out`: this row was taken out of it."""
    links = NoticeRow.objects.filter(county_id=row.county_id, table=row._meta.db_table, row_id=row.pk)
    out = Exists(links.filter(notice=OuterRef("pk"), out_at__isnull=False))
    found = Notice.objects.filter(county_id=row.county_id, pk__in=links.values("notice"))
    return found.annotate(is_out=out).order_by("-pk")


def corrected(kind, rows):
    """The corrected notice of a kind that these rows are shown anew after: the last of each, where all have the same.

    Corrected as a whole, or these rows taken out of it. None where there is none, or several.
    """
    links = NoticeRow.objects.filter(
        county_id=rows[0].county_id, table=rows[0]._meta.db_table, row_id__in=[r.pk for r in rows], kind=kind
    )
    gone = links.filter(Q(notice__state=Notice.State.CORRECTED) | Q(out_at__isnull=False))
    last = gone.order_by("row_id", "-notice_id").distinct("row_id").values_list("notice_id", flat=True)
    found = {*last}
    return Notice.objects.get(pk=found.pop()) if len(found) == 1 else None


def standing_over(row, kind):
    """The posted notice of a kind (its code) that shows a row and holds, or None."""
    return standing_among([row], kind).get(row.pk)


def standing_among(rows, kind):
    """{row id: the posted notice of a kind (its code) that shows it and holds} of rows of one county; one query."""
    if not rows:
        return {}
    links = NoticeRow.objects.filter(
        county_id=rows[0].county_id,
        table=rows[0]._meta.db_table,
        row_id__in=[row.pk for row in rows],
        kind=kind,
    )
    found = links.filter(is_live=True, notice__state=Notice.State.POSTED).select_related("notice")
    return {link.row_id: link.notice for link in found}


def hold_rows(notice):
    """Hold the rows a notice shows until the transaction ends; no step that waits for it passes meanwhile."""
    links = NoticeRow.objects.filter(county_id=notice.county_id, notice=notice)
    if table := links.values_list("table", flat=True).first():
        rows = model_of(table).objects.select_for_update().filter(county_id=notice.county_id)
        list(rows.filter(pk__in=links.values("row_id")).order_by("pk").values_list("pk"))


def body_of(notice):
    """The words of a notice as it stands."""
    return NoticeBody.objects.get(county_id=notice.county_id, notice=notice, sha256=notice.sha256).body


def objections_to(notices):
    """{notice id: (how many are not answered yet, [the lines each that was upheld is about, "" for all])}."""
    counted = Objection.objects.filter(notice__in=notices).order_by().values("notice_id")
    told = counted.annotate(
        waiting=Count("pk", filter=Q(state=Objection.State.ACCEPTED)),
        upheld=ArrayAgg("lines", filter=Q(outcome=Objection.Outcome.UPHELD), distinct=True, default=[]),
    )
    return {row["notice_id"]: (row["waiting"], row["upheld"]) for row in told}


def taken_out(notice):
    """[(numbers as text, day, reason)] of the rows that were taken out of a notice, by the act."""
    rows = NoticeRow.objects.filter(county_id=notice.county_id, notice=notice, out_at__isnull=False)
    return by_act(rows.order_by("out_at", "position").values_list("position", "out_at", "out_reason"))


def by_act(rows):
    """[(numbers, instant, reason)] of [(position, instant, reason)] in the order of the instants."""
    acts = {}
    for position, at, reason in rows:
        acts.setdefault((at, reason), []).append(position + 1)
    return [(lines.told(numbers), at, reason) for (at, reason), numbers in acts.items()]


def model_of(table):
    """The model of a table of ours."""
    return next(model for model in apps.get_models() if model._meta.db_table == table)
