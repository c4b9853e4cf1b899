"""What a notice shows, and which notices showed a row."""

from django.apps import apps
from django.db.models import Count, Q

from journal.models import Notice, NoticeBody, NoticeRow, Objection


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
    """The notices that show or showed a row, the newest first."""
    links = NoticeRow.objects.filter(county_id=row.county_id, table=row._meta.db_table, row_id=row.pk)
    return Notice.objects.filter(county_id=row.county_id, pk__in=links.values("notice")).order_by("-pk")


def standing_over(row, kind):
    """The posted notice of a kind (its code) that shows a row and holds, or None."""
    links = NoticeRow.objects.filter(
        county_id=row.county_id, table=row._meta.db_table, row_id=row.pk, kind=kind, is_live=True
    )
    found = Notice.objects.filter(county_id=row.county_id, pk__in=links.values("notice"))
    return found.filter(state=Notice.State.POSTED).first()


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
    """{notice id: (how many are not answered yet, how many were upheld)} of those that have any."""
    counted = Objection.objects.filter(notice__in=notices).order_by().values("notice_id")
    told = counted.annotate(
        waiting=Count("pk", filter=Q(state=Objection.State.ACCEPTED)),
        upheld=Count("pk", filter=Q(outcome=Objection.Outcome.UPHELD)),
    )
    return {row["notice_id"]: (row["waiting"], row["upheld"]) for row in told}


def model_of(table):
    """The model of a table of ours."""
    return next(model for model in apps.get_models() if model._meta.db_table == table)
