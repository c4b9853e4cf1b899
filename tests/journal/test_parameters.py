"""本县参数: what holds on a day, who sets it, and what cannot be set."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from journal.acts import act
from journal.models import CountySetting, Entry
from journal.notices.days import NOTICE_DAYS
from journal.parameters import REGISTRY, declare, set_parameter
from journal.transitions import Refused

TODAY = timezone.localdate()
PAPER = "修政办〔2020〕15号第六条"


def told(place, **values):
    given = {"value": 15, "valid_from": TODAY, "source": PAPER} | values
    return set_parameter(NOTICE_DAYS, by=place.county_head, unit=place.office, **given)


def test_without_a_setting_the_default_holds(here):
    assert NOTICE_DAYS.value(here.code) == NOTICE_DAYS.default == 10


def test_what_the_head_sets_holds_from_its_day_on_and_the_journal_tells(here):
    row = told(here, valid_from=TODAY + timedelta(days=3))
    assert NOTICE_DAYS.value(here.code) == 10
    assert NOTICE_DAYS.value(here.code, on=TODAY + timedelta(days=3)) == 15
    entry = Entry.objects.about(row).get()
    assert (entry.label, entry.by, entry.subject_name) == ("设置参数", here.county_head, "公示期限：15 日")


def test_once_a_rule_for_a_time_is_over_the_one_before_it_holds_again(here):
    told(here, value=12)
    told(here, value=30, valid_until=TODAY + timedelta(days=9))
    days = [NOTICE_DAYS.value(here.code, on=TODAY + timedelta(days=n)) for n in (0, 9, 10)]
    assert days == [30, 30, 12]


def test_the_next_county_has_its_own(here, there):
    told(here)
    with there.scope():
        assert NOTICE_DAYS.value(there.code) == 10


@pytest.mark.parametrize(
    ("field", "values", "sentence"),
    [
        ("value", {"value": 6}, "须在 7 至 60 日之间"),
        ("value", {"value": 61}, "须在 7 至 60 日之间"),
        ("valid_from", {"valid_from": TODAY - timedelta(days=1)}, "不能早于今天"),
        ("valid_until", {"valid_until": TODAY - timedelta(days=1)}, "截止日不能早于起始日"),
        ("source", {"source": "  "}, "请写明依据"),
        ("source", {"source": "张三 410821199003071238"}, "含有身份证号码"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_its_sentence(here, field, values, sentence):
    with pytest.raises(Refused) as refused:
        told(here, **values)
    assert sentence in refused.value.message_dict[field][0]
    assert not CountySetting.objects.exists()


def test_only_the_head_of_the_office_sets_it(here, client):
    with pytest.raises(PermissionDenied):
        set_parameter(
            NOTICE_DAYS, by=here.county_clerk, unit=here.office, value=15, valid_from=TODAY, source=PAPER
        )
    address = reverse("journal:parameter", args=[NOTICE_DAYS.key])
    assert client.as_(here.county_clerk).get(address).context["form"] is None
    sent = {"value": 15, "valid_from": TODAY.isoformat(), "source": PAPER}
    assert client.as_(here.county_clerk).post(address, sent).status_code == 403
    assert not CountySetting.objects.exists()


def test_the_page_sets_it_and_a_refusal_keeps_what_was_typed(here, client):
    client.as_(here.county_head)
    address = reverse("journal:parameter", args=[NOTICE_DAYS.key])
    sent = {"value": 99, "valid_from": TODAY.isoformat(), "source": PAPER}
    page = client.post(address, sent)
    assert page.status_code == 422 and PAPER in page.content.decode()
    assert client.post(address, sent | {"value": 20}).status_code == 302
    listed = client.get(reverse("journal:parameters")).content.decode()
    assert "20 日" in listed and PAPER in listed


def test_a_setting_is_never_changed(here):
    row = told(here)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(row)
            CountySetting.objects.filter(pk=row.pk).update(value=1)


@pytest.mark.parametrize("one", REGISTRY.values(), ids=lambda one: one.key)
def test_every_parameter_says_where_its_default_comes_from_and_which_clause_leaves_it_open(one):
    assert one.label and one.unit and len(one.source) > 5
    assert one.clause.startswith(("一（", "二（", "三（"))
    assert one.least <= one.default <= one.most


def test_a_key_is_declared_once_and_its_default_lies_within_its_limits():
    with pytest.raises(ValueError):
        declare(NOTICE_DAYS.key, "公示期限", 10, 7, 60, "日", source=PAPER, clause="一（三）5")
    with pytest.raises(ValueError):
        declare("tests.days", "期限", 5, 7, 60, "日", source=PAPER, clause="一（三）5")
