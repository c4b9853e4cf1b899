"""What an act refuses, shown in the form it was asked with: at its field where there is one, on top where not."""

from django import forms
from django.core.exceptions import ValidationError

from assets.models import Asset
from journal.acts import act
from journal.forms import ReasonForm, take_back


class Place(forms.Form):
    where = forms.CharField()


def told(refused, **named):
    reason, place = ReasonForm({"reason": "改正"}), Place({"where": "东关村"})
    assert reason.is_valid() and place.is_valid()
    take_back(refused, reason, place, **named)
    return reason.errors, place.errors


def test_a_refusal_stands_at_its_field_of_whichever_form_has_it():
    refused = ValidationError({"reason": "请写明理由。", "town": "不在本县。"})
    assert told(refused, town="where") == ({"reason": ["请写明理由。"]}, {"where": ["不在本县。"]})


def test_a_refusal_that_no_form_has_a_field_for_stands_on_top_with_all_its_sentences():
    assert told(ValidationError({"digest": ["已经变动。", "请核对。"]})) == (
        {"__all__": ["已经变动。", "请核对。"]},
        {},
    )
    assert told(ValidationError(["已经变动。", "请核对。"]))[0] == {"__all__": ["已经变动。", "请核对。"]}
    assert told(ValidationError("已经变动。"))[0] == {"__all__": ["已经变动。"]}


def test_a_transition_that_finds_its_row_wrong_says_so_on_its_page(client, here):
    asset = here.asset()
    with act("assets.amend", "更正", by=here.village_clerk, county=here.code) as entry:
        entry.about(asset)
        Asset.objects.filter(pk=asset.pk).update(name="")
    page = client.as_(here.village_clerk).post(f"/do/assets.submit/{asset.pk}/")
    assert page.status_code == 422 and page.context["form"].non_field_errors()
