"""二（五）The pages of public-welfare posts: what people see, fill in, and are told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from custody.models import Engagement, PostAsset, WelfarePost, WorkedMonth
from custody.posts import rules
from journal.models import Print
from tests.assets.registering import household
from tests.custody.posting import PDF, applied, days, engagement_in, paper, post

LAST = rules.first_of(rules.first_of(timezone.localdate()) - timedelta(days=1))


def text_of(page):
    return page.content.decode()


def told(place, **changed):
    """What the form of a post sends."""
    from_on, to_on = days(30, 300)
    usual = {
        "where": place.villages[0],
        "kind": "road",
        "name": "东关村护路员",
        "places": 2,
        "pay": "500",
        "per": "month",
        "payer": "village",
        "funds": "income",
        "from_on": from_on,
        "to_on": to_on,
    }
    return usual | changed


def test_a_village_sets_up_a_post_with_the_assets_it_looks_after(here, client):
    asset = here.asset_in("ledger")
    page = client.as_(here.village_clerk).get(reverse("posts:create"))
    assert asset.name in text_of(page)  # the only village is chosen already
    done = client.post(reverse("posts:create"), told(here, assets=[asset.pk]))
    made = WelfarePost.objects.get()
    assert (done.status_code, done.url) == (302, made.get_absolute_url())
    assert (made.unit, made.places, PostAsset.objects.get().asset) == (here.village, 2, asset)
    page = client.get(made.get_absolute_url())
    assert "空缺 2 人" in text_of(page) and asset.name in text_of(page) and "未落实" in text_of(page)


def test_a_township_sets_it_up_for_a_village_in_the_name_of_the_village(here, client):
    client.as_(here.town_clerk).post(reverse("posts:create"), told(here))
    assert WelfarePost.objects.get().unit in (here.village, here.town)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"to_on": "2019-01-01"}, "设岗截止日期不能早于起始日期"),
        ({"places": "0"}, "岗位人数至少 1 人"),
        ({"pay": "-1"}, "金额不能为负数"),
        ({"where": ""}, "必填"),
        ({"name": "张三 13839110001"}, "手机号码"),
    ],
)
def test_a_post_that_cannot_be_comes_back_with_its_sentence(here, client, changed, sentence):
    page = client.as_(here.village_clerk).post(reverse("posts:create"), told(here, **changed))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not WelfarePost.objects.exists()


def test_a_post_is_amended_with_a_reason_and_given_up(here, client):
    row = post(here)
    client.as_(here.village_clerk)
    address = reverse("posts:edit", args=[row.pk])
    assert client.post(address, told(here, version=1)).status_code == 422
    assert client.post(address, told(here, version=1, reason="核定岗位人数")).status_code == 302
    assert "有改动" in text_of(client.post(address, told(here, version=1, reason="再改")))
    client.post(reverse("posts:close", args=[row.pk]), {"reason": "项目结束"})
    row.refresh_from_db()
    assert (row.places, row.closed_reason) == (2, "项目结束")
    assert client.get(reverse("posts:apply", args=[row.pk])).status_code == 403


def test_an_application_takes_the_category_from_the_register(here, client):
    row, home = post(here), household(here, kind="minimum_living", householder="秦试")
    client.as_(here.village_clerk)
    said = {"name": "秦试一", "sex": "man", "born_on": "1980-05-01", "applied_on": timezone.localdate()}
    page = client.get(reverse("posts:apply", args=[row.pk]))
    assert "秦试户（低保户）" in text_of(page)
    client.post(reverse("posts:apply", args=[row.pk]), said | {"household": home.pk})
    made = Engagement.objects.get()
    assert (made.kind, made.household) == ("minimum_living", home)
    page = client.post(reverse("posts:apply", args=[row.pk]), said | {"household": home.pk})
    assert (page.status_code, "不能重复登记" in text_of(page)) == (422, True)


def test_the_age_is_told_at_its_field(here, client):
    row = post(here)
    said = {"name": "秦试一", "sex": "man", "born_on": "1930-05-01", "applied_on": timezone.localdate()}
    page = client.as_(here.village_clerk).post(reverse("posts:apply", args=[row.pk]), said)
    assert page.status_code == 422
    assert "不超过 65 周岁" in text_of(page)


def test_the_page_says_who_comes_first(here, client):
    at = post(here, places=2)
    applied(here, at, name="秦试贫")
    other = applied(here, at, home=None, name="秦试常")
    page = client.as_(here.village_clerk).get(other.get_absolute_url())
    assert "还有 1 名符合条件的贫困" in text_of(page)


def test_the_review_is_asked_for_on_its_page_with_the_minutes(here, client):
    row = applied(here)
    address = reverse("journal:perform", args=["custody.review", row.pk])
    seen = client.as_(here.village_clerk).get(address).context["seen"]
    said = {"reviewed_on": timezone.localdate(), "attended": 20, "in_favour": 18, "against": 1, "seen": seen}
    page = client.post(address, said)
    assert (page.status_code, "请选择文件" in text_of(page)) == (422, True)
    page = client.post(address, said | {"file": paper("记录.exe"), "in_favour": 3})
    assert (page.status_code, "没有超过参会 20 人的半数" in text_of(page)) == (422, True)
    assert client.post(address, said | {"file": paper()}).status_code == 302
    shown = client.get(reverse("posts:paper", args=[row.pk, "minutes"]))
    assert b"".join(shown.streaming_content) == PDF
    assert client.get(reverse("posts:paper", args=[row.pk, "agreement"])).status_code == 404
    assert client.get(reverse("posts:paper", args=[row.pk, "pk"])).status_code == 404


def test_who_has_not_the_registers_verb_reads_masked_names_and_no_class(here, city, client):
    row = engagement_in(here, "serving", home="extreme_poverty")
    page = text_of(client.as_(city.reader).get(row.post.get_absolute_url()))
    assert "秦*一" in page and "优先吸纳对象" in page
    assert "秦试一" not in page and "特困" not in page
    page = text_of(client.as_(here.county_clerk).get(row.post.get_absolute_url()))
    assert "秦试一" in page and "特困供养户" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("state=serving", True),
        ("state=applied", False),
        ("home=lifted_out&first=1", True),
        ("first=0", False),
        ("q=秦试一", True),
        ("q=没有此人", False),
        ("soon=soon", False),
        ("kind=river", False),
        ("town={town}&village={village}", True),
        ("town={town}&village=1", True),  # an unknown value is ignored
        ("state=nonsense&post=x&soon=9", True),
    ],
)
def test_the_list_of_people_is_narrowed(here, client, query, shown):
    engagement_in(here, "serving")
    query = query.format(town=here.towns[0], village=here.villages[0])
    page = client.as_(here.town_clerk).get(f"{reverse('posts:people')}?{query}")
    assert ("秦试一" in text_of(page).replace('value="秦试一"', "")) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("state=full", True),
        ("state=vacant", False),
        ("state=closed", False),
        ("state=over", False),
        ("payer=village&funds=income&kind=road", True),
        ("payer=county", False),
        ("q=护路", True),
    ],
)
def test_the_list_of_posts_is_narrowed(here, client, query, shown):
    engagement_in(here, "serving")
    page = client.as_(here.town_clerk).get(f"{reverse('posts:list')}?{query}")
    assert ("1／1" in text_of(page)) == shown


def sheet_of(row, **said):
    return {f"{row.pk}-{name}": value for name, value in ({"version": 0} | said).items()}


def test_the_sheet_of_a_month_is_filled_in_and_saved(here, client):
    row = engagement_in(here, "serving")
    address = f"{reverse('posts:months')}?month={LAST:%Y-%m}"
    page = client.as_(here.village_clerk).get(address)
    assert "秦试一" in text_of(page) and "500.00" in text_of(page)
    today = timezone.localdate()
    done = client.post(address, sheet_of(row, days=22, amount="480.50", paid_on=today))
    assert done.status_code == 302
    kept = WorkedMonth.objects.get()
    assert (kept.days, kept.amount, kept.paid_on) == (22, Decimal("480.50"), today)
    page = text_of(client.get(address))
    assert "应发 480.50 元，已发 480.50 元" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"days": 40}, "有填写不对的地方"),
        ({"days": "二十"}, "有填写不对的地方"),
        ({"days": 31, "paid_on": "2019-01-01"}, "须在出工之后发放"),
        ({}, "没有填写任何人的出勤天数"),
        ({"days": 3, "version": 9}, "有改动"),
    ],
)
def test_a_sheet_that_cannot_be_comes_back_with_its_sentence(here, client, said, sentence):
    row = engagement_in(here, "serving")
    address = f"{reverse('posts:months')}?month={LAST:%Y-%m}"
    page = client.as_(here.village_clerk).post(address, sheet_of(row, **said))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not WorkedMonth.objects.exists()


def test_readers_of_the_sheet_do_not_write_it(here, client):
    row = engagement_in(here, "serving")
    address = f"{reverse('posts:months')}?month={LAST:%Y-%m}"
    page = client.as_(here.county_clerk).get(address)
    assert "秦试一" in text_of(page) and "保存本月" not in text_of(page)
    assert client.post(address, sheet_of(row, days=20)).status_code == 403


@pytest.mark.parametrize("month", ["", "2020-13", "x", "0000-01", "2020-06-01", "9999-99", "x&q=秦"])
def test_an_odd_month_is_the_last_one(here, client, month):
    page = client.as_(here.village_clerk).get(f"{reverse('posts:months')}?month={month}")
    assert page.status_code == 200
    assert f"{LAST:%Y 年 %m 月}" in text_of(page)


def test_the_page_of_an_asset_shows_its_posts(here, client):
    asset = here.asset_in("ledger")
    row = post(here, assets=[asset.pk])
    page = client.as_(here.village_clerk).get(
        reverse("posts:panel", args=[asset.pk]), headers={"HX-Request": "true"}
    )
    assert row.name in text_of(page) and "0／1 人" in text_of(page)
    assert reverse("posts:panel", args=[asset.pk]) in text_of(client.get(asset.get_absolute_url()))


def test_the_roster_is_owed_for_what_the_list_lets_pass(here, client):
    engagement_in(here, "serving")
    client.as_(here.town_clerk)
    done = client.post(reverse("posts:print"), {"query": ""})
    assert Print.objects.get().get_absolute_url() == done.url
    client.post(reverse("posts:print"), {"query": "q=没有此人"})
    assert Print.objects.count() == 1


def test_a_county_office_files_what_a_township_approved(here, client):
    row = engagement_in(here, "approved")
    page = client.as_(here.county_clerk).get(reverse("journal:todo"))
    assert "待县级备案" in text_of(page)
    address = reverse("journal:perform", args=["custody.file", row.pk])
    client.post(address, {"seen": client.get(address).context["seen"]})
    row.refresh_from_db()
    assert (row.state, row.filed_by) == ("filed", here.county_clerk)


def test_who_was_born_on_a_day_is_shown_with_the_age(here):
    born = date(timezone.localdate().year - 45, 1, 1)
    assert engagement_in(here, "applied", born_on=born).age(date(born.year + 40, 1, 1)) == 40


def test_a_household_that_looks_after_an_asset_is_named_only_to_who_may_read_names(here, city, client):
    asset = here.asset_in("ledger")
    row = post(here, assets=[asset.pk])
    here.title_in("confirmed", asset)
    here.duty_in("in_force", asset, regime="household", body_name="秦守林", custodian="秦守林")
    address = row.get_absolute_url()
    assert "秦守林" in text_of(client.as_(here.village_clerk).get(address))
    page = text_of(client.as_(city.reader).get(address))
    assert "秦守林" not in page and "秦*" in page
