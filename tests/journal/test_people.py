"""People and posts, through their pages: invited, appointed, ended, disabled; each county its own."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journal import actions
from journal.models import Entry
from journal.transitions import Refused
from tenancy import policy
from tenancy.models import Appointment, User
from tests.world import HERE

TODAY = timezone.localdate()


def invitation(unit, **fields):
    return {
        "name": "李春梅",
        "username": "li_chunmei",
        "unit": unit.pk,
        "role": "village_clerk",
        "from_on": "2020-09-20",
    } | fields


def url(name, *args):
    return reverse(f"journal:{name}", args=args)


def refused(response):
    """The sentences on the page of a form that was not taken."""
    assert response.status_code == 422
    return re.sub(r"<[^>]+>", " ", response.text)


def test_an_invited_person_gets_a_first_password_that_is_shown_once(client, here):
    response = client.as_(here.admin).post(url("invite"), invitation(here.village), follow=True)
    password = re.search(r'class="code">([a-z2-9-]{19})<', response.text).group(1)
    user = User.objects.get(username="li_chunmei")
    assert user.check_password(password) and user.must_change_password
    assert password not in client.get(url("person", user.pk)).text


def test_an_invited_person_signs_in_and_must_change_the_password_first(client, here):
    _, password = actions.invite(
        username="li", name="李", unit=here.village, role="village_clerk", from_on=TODAY, by=here.admin
    )
    client.post(reverse("tenancy:login"), {"username": "li", "password": password})
    assert client.get(reverse("journal:todo")).headers["Location"] == reverse("tenancy:password")


def test_an_invitation_leaves_two_acts_in_the_journal(client, here):
    client.as_(here.admin).post(url("invite"), invitation(here.village))
    acts = Entry.objects.filter(by=here.admin).order_by("-pk").values_list("act", "subject_name")[:2]
    assert list(acts) == [("people.appoint", "李春梅（东关村 · 村级登记员）"), ("people.invite", "李春梅")]


@pytest.mark.parametrize("username", ["410821.village_clerk", "410822.village_clerk"])
def test_a_sign_in_name_is_given_once_in_all_counties(client, here, username):
    with pytest.raises(Refused, match="已被使用"):
        actions.invite(
            username=username,
            name="李",
            unit=here.village,
            role="village_clerk",
            from_on=TODAY,
            by=here.admin,
        )


def test_a_role_must_fit_the_unit(client, here):
    response = client.as_(here.admin).post(url("invite"), invitation(here.village, role="county_head"))
    assert "「村集体」没有这一岗位" in refused(response)
    assert not User.objects.filter(username="li_chunmei").exists()


def test_a_foreign_unit_in_the_form_is_not_found_in_the_list(client, here, there):
    response = client.as_(here.admin).post(url("invite"), invitation(there.village))
    assert "请从列表中选择本县（市、区）的单位" in refused(response)


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("username", "李", "登录名须以小写字母开头"),
        ("from_on", "0000-01-01", "请填写正确的日期"),
        ("from_on", "9999-12-31", "请核对年份"),
        ("to_on", "2019-01-01", "任职止不能早于任职起"),
        ("phone", "手机", "联系电话只写数字"),
    ],
)
def test_a_wrong_field_is_told_at_the_field(client, here, field, value, sentence):
    response = client.as_(here.admin).post(url("invite"), invitation(here.village, **{field: value}))
    assert sentence in refused(response)


def test_a_person_of_the_county_is_appointed_a_second_time_elsewhere(client, here):
    data = {"unit": here.town.pk, "role": "town_clerk", "from_on": TODAY}
    client.as_(here.admin).post(url("appoint", here.village_clerk.pk), data)
    assert policy.may(User.objects.get(pk=here.village_clerk.pk), "import_assets", here.town)


def test_the_same_post_is_not_given_twice(client, here):
    data = {"unit": here.village.pk, "role": "village_clerk", "from_on": TODAY}
    response = client.as_(here.admin).post(url("appoint", here.village_clerk.pk), data)
    assert "此人已在该单位担任此岗位" in refused(response)


def test_a_person_of_another_county_is_appointed_by_exact_sign_in_name(client, here, there):
    guest = there.village_clerk
    data = {"username": guest.username, "unit": here.town.pk, "role": "town_clerk", "from_on": TODAY}
    response = client.as_(here.admin).post(url("appoint_known"), data, follow=True)
    assert "账号由外单位管理" in response.text
    assert there.village.name not in response.text


def test_an_unknown_sign_in_name_is_told(client, here):
    data = {"username": "nobody", "unit": here.town.pk, "role": "town_clerk", "from_on": TODAY}
    assert "没有这个登录名" in refused(client.as_(here.admin).post(url("appoint_known"), data))


def test_a_guests_account_stays_with_its_own_county(client, here, there):
    guest = there.village_clerk
    actions.appoint(guest, unit=here.town, role="town_clerk", from_on=TODAY, by=here.admin)
    for name in ("reset_password", "set_active"):
        assert client.as_(here.admin).post(url(name, guest.pk), {"reason": "试"}).status_code == 404
    with pytest.raises(Refused, match="外单位"):
        actions.reset_password(guest, by=here.admin, unit=here.office)


def test_an_ended_post_gives_no_rights_from_that_moment(client, here):
    post = Appointment.objects.get(user=here.village_clerk)
    client.as_(here.admin).post(url("end_post", post.pk), {"reason": "村“两委”换届"})
    clerk = User.objects.get(pk=here.village_clerk.pk)
    assert not policy.may(clerk, "register_asset", here.village)
    assert "村“两委”换届" in client.get(url("person", clerk.pk)).text


def test_a_post_ended_on_the_day_it_began_has_that_day_as_its_last_and_no_rights(client, here):
    actions.appoint(here.village_clerk, unit=here.town, role="town_clerk", from_on=TODAY, by=here.admin)
    post = Appointment.objects.get(user=here.village_clerk, unit=here.town)
    ended = actions.end_post(post, by=here.admin, reason="误任命")
    assert (ended.from_on, ended.to_on) == (TODAY, TODAY)
    assert not Appointment.objects.current().filter(pk=post.pk).exists()
    assert not policy.may(User.objects.get(pk=here.village_clerk.pk), "import_assets", here.town)
    days = [(row["from_on"], row["to_on"]) for row in page_of(client, here, post.user)]
    assert (TODAY, TODAY) in days


def test_a_post_ended_before_it_began_keeps_its_days_in_order(here):
    later = TODAY + timedelta(days=30)
    post = actions.appoint(
        here.village_clerk, unit=here.town, role="town_clerk", from_on=later, by=here.admin
    )
    assert actions.end_post(post, by=here.admin, reason="误任命").to_on == later


def page_of(client, here, user):
    return client.as_(here.admin).get(url("person", user.pk)).context["posts"]


def test_a_post_is_ended_once_and_only_with_a_reason(client, here):
    post = Appointment.objects.get(user=here.village_clerk)
    assert "请写明理由" in refused(client.as_(here.admin).post(url("end_post", post.pk), {"reason": " "}))
    actions.end_post(post, by=here.admin, reason="换届")
    with pytest.raises(Refused, match="已经免去"):
        actions.end_post(post, by=here.admin, reason="换届")


def test_a_reset_password_replaces_the_old_one(client, here):
    response = client.as_(here.admin).post(url("reset_password", here.town_clerk.pk), follow=True)
    password = re.search(r'class="code">([a-z2-9-]{19})<', response.text).group(1)
    assert User.objects.get(pk=here.town_clerk.pk).check_password(password)


def test_a_disabled_account_cannot_enter_until_it_is_enabled(client, here):
    clerk = here.town_clerk
    address = url("set_active", clerk.pk)
    client.as_(here.admin).post(address, offered(client.get(address)) | {"reason": "借调"})
    assert not User.objects.get(pk=clerk.pk).is_active
    client.post(address, offered(client.get(address)) | {"reason": "归队"})
    assert User.objects.get(pk=clerk.pk).is_active


def offered(page):
    """What the form of a page carries unseen."""
    return {name: page.context["form"][name].value() for name in ("active",)}


def test_who_disables_an_account_twice_does_not_enable_it(client, here):
    address = url("set_active", here.town_clerk.pk)
    told = offered(client.as_(here.admin).get(address)) | {"reason": "账号疑似被盗用"}
    actions.set_active(here.town_clerk, by=here.admin, unit=here.office, active=False, reason="借调")
    page = refused(client.post(address, told))
    assert "此账号已经停用" in page and "停用修武县乡镇经办人的账号" in page
    assert not User.objects.get(pk=here.town_clerk.pk).is_active


def test_nobody_disables_himself(client, here):
    response = client.as_(here.admin).post(url("set_active", here.admin.pk), {"reason": "试", "active": "0"})
    assert "不能停用自己的账号" in refused(response)


def test_the_list_knows_only_people_of_the_county(client, here, there):
    page = client.as_(here.admin).get(url("people")).text
    assert here.village_clerk.name in page
    assert there.village_clerk.name not in page


def test_the_list_is_searched_by_name_sign_in_name_and_unit(client, here):
    client.as_(here.admin)
    for words in ("县修武县村级登记员"[1:], "410821.VILLAGE", "东关村"):
        page = client.get(url("people"), {"q": words}).text
        assert here.village_clerk.name in page and here.auditor.name not in page


def test_the_list_turns_its_pages_without_losing_anybody(client, here, monkeypatch):
    monkeypatch.setattr("journal.views.people.SIZE", 5)
    address, seen = url("people"), []
    client.as_(here.admin)
    while address:
        page = client.get(address)
        seen += [row["name"] for row in page.context["rows"]]
        address = page.context["page"]["next_url"]
    assert len(seen) == len(set(seen)) == User.objects.filter(county=HERE).count()


def test_a_city_administrator_sees_only_people_of_the_citys_own_units(client, here, city):
    page = client.as_(city.admin).get(url("people")).text
    assert city.reader.name in page and here.village_clerk.name not in page
    assert client.get(url("person", here.village_clerk.pk)).status_code == 404


def test_a_city_administrator_appoints_at_the_citys_own_units_alone(client, here, city):
    client.as_(city.admin)
    data = {"unit": city.office.pk, "role": "city_reader", "from_on": TODAY}
    assert client.post(url("appoint", city.auditor.pk), data).status_code == 302
    data = {"unit": here.office.pk, "role": "county_head", "from_on": TODAY}
    assert "请从列表中选择" in refused(client.post(url("appoint", city.auditor.pk), data))


def test_a_foreign_person_or_post_is_not_found(client, here, there):
    client.as_(here.admin)
    with there.scope():
        post = Appointment.objects.get(user=there.village_clerk)
    for name in ("person", "appoint", "reset_password", "set_active"):
        assert client.get(url(name, there.village_clerk.pk)).status_code == 404
    assert client.get(url("end_post", post.pk)).status_code == 404


def test_who_does_not_manage_people_is_told_so(client, here):
    client.as_(here.county_head)
    for address in (url("people"), url("invite"), url("person", here.village_clerk.pk)):
        assert client.get(address).status_code == 403


def test_everybody_may_read_what_each_role_may_do(client, here):
    page = client.as_(here.village_clerk).get(url("roles")).text
    assert "县扶贫办负责人" in page and "冻结与解冻" in page
