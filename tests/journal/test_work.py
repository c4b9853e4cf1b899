"""The first page after signing in: what waits for whom, and the number beside it."""

from django.urls import reverse

from assets import actions

TODO, COUNT = reverse("journal:todo"), reverse("journal:todo_count")


def groups(client):
    return [(group["title"], group["count"]) for group in client.get(TODO).context["groups"]]


def returned(here, reason="面积与图纸不符"):
    return actions.send_back(here.asset_in("submitted"), by=here.town_reviewer, reason=reason)


def test_what_was_returned_stands_on_top_with_its_reason_and_drafts_stand_last(client, here):
    here.asset()
    here.asset()
    returned(here)
    client.as_(here.village_clerk)
    assert groups(client) == [("被退回，待修改", 1), ("草稿待提交", 2)]
    assert "退回原因：面积与图纸不符" in client.get(TODO).text


def test_the_number_counts_what_others_returned_and_not_ones_own_drafts(client, here):
    here.asset()
    client.as_(here.village_clerk)
    assert client.get(COUNT).context["count"] == 0
    returned(here)
    assert client.get(COUNT).context["count"] == 1


def test_the_number_counts_what_was_handed_over(client, here):
    here.asset_in("submitted")
    client.as_(here.town_reviewer)
    assert (groups(client), client.get(COUNT).context["count"]) == ([("待审核通过", 1)], 1)


def test_a_row_submitted_again_is_no_longer_called_returned(client, here):
    actions.submit(returned(here), by=here.village_clerk)
    assert groups(client.as_(here.village_clerk)) == []
