"""二（五）Posts, their people and the months worked as workbooks: what the lists show, and no more."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
from django.urls import reverse
from django.utils import timezone

from custody.posts import months, rules
from tests.custody.posting import engagement_in, post
from tests.journal.exporting import content, taken_out

LAST = rules.first_of(rules.first_of(timezone.localdate()) - timedelta(days=1))


def rows_in(row):
    """The rows of the first sheet that say something, as lists of text."""
    sheet = openpyxl.load_workbook(BytesIO(content(row))).worksheets[0]
    return [
        [str(cell) if cell is not None else "" for cell in line] for line in sheet.iter_rows(values_only=True)
    ]


def said(row):
    return " ".join(" ".join(line) for line in rows_in(row))


def test_posts_are_taken_out_as_the_list_shows_them(here):
    post(here)
    post(here, name="东关村保洁员", kind="cleaning")
    assert "东关村保洁员" in said(taken_out(here, resource="welfare_posts"))
    text = said(taken_out(here, resource="welfare_posts", query="kind=road"))
    assert "东关村护路员" in text and "保洁员" not in text


def test_people_are_taken_out_with_the_number_of_their_engagement(here):
    row = engagement_in(here, "serving")
    text = said(taken_out(here, resource="engagements", query="state=serving"))
    assert "秦试一" in text and "脱贫户" in text and str(row.pk) in text


def test_a_month_is_taken_out_with_what_is_paid(here):
    row = engagement_in(here, "serving")
    with here.scope():
        line = months.Line(22, Decimal("480.50"), timezone.localdate())
        months.record(LAST, {row.pk: line}, by=here.village_clerk, county=here.code)
    text = said(taken_out(here, resource="worked_months", query=f"month={LAST:%Y-%m}"))
    assert "秦试一" in text and f"{LAST:%Y-%m}" in text and "480.5" in text
    assert "秦试一" not in said(taken_out(here, resource="worked_months", query="month=2019-01"))


def test_people_are_not_taken_out_without_the_verb_of_the_register(here, city, client):
    engagement_in(here, "serving")
    page = client.as_(city.reader).get(reverse("exports:new"), {"resource": "engagements"})
    assert page.status_code == 403


def test_the_next_county_is_in_no_file(here, there):
    engagement_in(there, "serving", name="邻县某人")
    with here.scope():
        engagement_in(here, "serving")
    assert "邻县某人" not in said(taken_out(here, resource="engagements"))
