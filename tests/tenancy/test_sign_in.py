"""Through the door: signing in, the first password, and who tries too often."""

import pytest
from django.urls import reverse

from journal import actions as people
from tests.world import PASSWORD, SINCE

LOGIN, CHANGE = "/account/login/", "/account/password/"
NEW = "xiu-wu-yun-tai-shan"


def enter(client, username, password):
    return client.post(LOGIN, {"username": username, "password": password})


def text(response):
    return response.content.decode()


@pytest.fixture
def invited(here):
    """(sign-in name, first password) of somebody who has just been invited."""
    user, password = people.invite(
        username="xw_wang", name="王新", unit=here.village, role="village_clerk", from_on=SINCE, by=here.admin
    )
    return user.username, password


def test_an_invited_person_changes_the_first_password_and_works(here, client, invited):
    name, first = invited
    assert enter(client, name, first).status_code == 302
    assert client.get(reverse("assets:list"))["Location"] == CHANGE
    answer = client.post(CHANGE, {"old_password": first, "new_password1": NEW, "new_password2": NEW})
    assert answer.status_code == 302
    assert client.get(reverse("assets:list")).status_code == 200
    client.post("/account/logout/")
    assert "不正确" in text(enter(client, name, first))
    assert enter(client, name, NEW).status_code == 302


@pytest.mark.parametrize(
    "password, sentence",
    [("kurz", "密码太短"), ("123456789012", "不能全是数字"), ("1q2w3e4r5t6y", "太常见")],
)
def test_a_weak_password_is_refused_in_chinese(client, invited, password, sentence):
    name, first = invited
    enter(client, name, first)
    answer = client.post(
        CHANGE, {"old_password": first, "new_password1": password, "new_password2": password}
    )
    assert answer.status_code == 200 and sentence in text(answer)


def test_wrong_name_and_wrong_password_sound_the_same(here, client):
    wrong = enter(client, here.county_clerk.username, "falsch-falsch")
    unknown = enter(client, "nobody", "falsch-falsch")
    assert "登录名或密码不正确" in text(wrong) and "登录名或密码不正确" in text(unknown)


def test_five_wrong_passwords_lock_the_name_at_this_address_only(here, client):
    for _ in range(5):
        enter(client, here.county_clerk.username, "falsch-falsch")
    assert enter(client, here.county_clerk.username, PASSWORD).status_code == 429
    assert enter(client, here.county_head.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(here, client, target):
    data = {"username": here.county_clerk.username, "password": PASSWORD, "next": target}
    assert client.post(LOGIN, data)["Location"] == "/"


def test_a_person_works_in_one_post_at_a_time(here, client):
    people.appoint(here.town_clerk, unit=here.town, role="town_reviewer", from_on=SINCE, by=here.admin)
    asset = here.asset_in("submitted")
    client.as_(here.person("town_clerk"))
    verify = reverse("journal:perform", args=["assets.verify", asset.pk])
    assert client.get(verify).status_code == 403
    posts = client.get(reverse("journal:todo")).context["request"].posts
    client.post(reverse("tenancy:switch"), {"post": posts[1].pk})
    assert client.get(verify).status_code == 200


def test_nobody_appoints_oneself(here):
    with pytest.raises(people.Refused, match="不能给自己"):
        people.appoint(here.admin, unit=here.office, role="county_head", from_on=SINCE, by=here.admin)
