"""二（五）On paper: the roster of public-welfare posts, village by village. For the office, with names in full."""

from itertools import groupby

from django.utils import timezone

from custody.models import Engagement
from custody.posts.columns import at
from journal.prints.registry import printed
from tenancy.models import Unit

MOST = 5000
WIDTH = 60  # rows of a part are those of whole lines, not of villages: a village goes on on the next sheet


@printed(
    "custody.post_roster",
    label="公益岗位人员花名册",
    verb="view_households",
    template="pdf/post_roster.html",
    model=Engagement,
    per=WIDTH * 5,
    most=MOST,
)
def roster(rows, *, by, part):
    """二（五）Who is in which post of each village, for how much, from when to when; with room to sign."""
    found = _loaded(rows)
    numbered = list(enumerate(found, part.first))
    return {
        "paper": "landscape",
        "title": "公益岗位人员花名册",
        "unit_name": _office(found),
        "made_on": timezone.localdate(),
        "first": part.is_first,
        "last": part.is_last,
        "total": f"{part.rows:,}",
        "villages": [
            {"name": name, "lines": [_line(n, row) for n, row in lines]}
            for name, lines in groupby(numbered, key=lambda pair: at(pair[1].post))
        ],
    }


def _loaded(rows):
    """The rows in their order, with their posts: one query."""
    order = [row.pk for row in rows]
    found = Engagement.objects.filter(pk__in=order).select_related("post__village__parent").in_bulk()
    return [found[pk] for pk in order]


def _office(rows):
    county = rows[0].county_id if rows else None
    office = Unit.objects.filter(county_id=county, kind=Unit.Kind.COUNTY_OFFICE).first()
    return office.name if office else ""


def _line(n, row):
    return {
        "at": n,
        "name": row.name,
        "sex": row.get_sex_display(),
        "age": row.age(timezone.localdate()),
        "home": row.get_kind_display(),
        "post": row.post.name,
        "kind": row.post.get_kind_display(),
        "pay": row.post.pay_text,
        "payer": row.post.get_payer_display(),
        "from_on": row.from_on,
        "to_on": row.to_on,
        "state": row.get_state_display(),
    }
