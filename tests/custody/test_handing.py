"""二（五）Duties pass from hand to hand, signed by both."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from custody.models import Duty, Handover
from custody.terms import TERM
from journal import history
from journal.deadlines import open_of
from journal.models import Document
from journal.transitions import Refused
from tests.crowd import at_once
from tests.custody.test_actions import checked
from tests.noticing import photo


def test_the_old_duty_ends_the_day_before_and_the_new_one_begins(here):
    duty = here.duty_in("in_force", to_on=timezone.localdate() + timedelta(days=90))
    made = here.handed(duty, found="钥匙两把，台账一册")
    checked()
    old, new = Duty.objects.get(pk=duty.pk), Duty.objects.get(previous=duty)
    today = timezone.localdate()
    assert (old.state, old.to_on, old.handover) == ("handed_over", today - timedelta(days=1), made)
    assert (new.state, new.from_on, new.to_on, new.custodian) == ("in_force", today, duty.to_on, "李接任")
    assert (new.body, new.fund_amount, new.keeper) == (duty.body, duty.fund_amount, "post")
    assert [event.label for event in history.of(new, [(Duty, [new.pk])])] == ["办理交接"]
    assert not open_of(TERM, Duty.objects.filter(pk=old.pk)).exists()
    assert open_of(TERM, Duty.objects.filter(pk=new.pk)).get().due_on == duty.to_on


def test_several_duties_of_one_person_pass_at_once(here):
    first = here.duty_in("in_force")
    second = here.duty_in("in_force", first.asset, kind="upkeep")
    made = here.handed(first, second)
    assert Duty.objects.filter(handover=made).count() == 2
    assert Duty.objects.filter(custodian="李接任", state="in_force").count() == 2


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"taker": "王守田"}, "不能是同一人"),
        ({"taker": "东关村委会"}, "须落实到人"),
        ({"taker": "李接任13800001234"}, "手机号码"),
        ({"on": date(2020, 10, 1)}, "交接日期须晚于原责任的起始日期"),
        ({"on": date(2099, 1, 1)}, "交接日期不能晚于今天"),
        ({"found": "身份证 410821199003071238"}, "身份证号码"),
    ],
)
def test_what_is_wrong_gets_its_sentence_and_nothing_is_written(here, told, sentence):
    duty = here.duty_in("in_force")
    with pytest.raises(Refused, match=sentence):
        here.handed(duty, **told)
    assert Duty.objects.get().state == "in_force" and not Handover.objects.exists()


def test_one_picture_is_not_both_signatures(here):
    duty, content = here.duty_in("in_force"), photo().read()
    signed = {f"{side}_signature": SimpleUploadedFile("签名.png", content) for side in ("giver", "taker")}
    with pytest.raises(Refused, match="同一张图片"):
        here.handed(duty, **signed)


def test_duties_of_two_persons_do_not_pass_together(here):
    first = here.duty_in("in_force")
    other = here.duty_in("in_force", first.asset, kind="upkeep", custodian="赵旁人")
    with pytest.raises(Refused, match="同一责任人"):
        here.handed(first, other)


def test_whoever_has_no_verb_hands_nothing_over(here):
    duty = here.duty_in("in_force")
    with pytest.raises(PermissionDenied):
        here.handed(duty, by=here.other_village_clerk)


def test_what_has_run_out_is_not_handed_on(here):
    duty = here.duty_in("in_force", to_on=date(2021, 9, 30))
    with pytest.raises(Refused, match="期限已满"):
        here.handed(duty)


def test_of_two_at_once_one_hands_it_over(committed, here):
    duty = here.duty_in("in_force")
    by = here.village_clerk

    def deed():
        with here.scope(by):
            return here.handed(duty, by=by)

    done = at_once(2, deed)
    assert sorted(type(result).__name__ for result in done) == ["Handover", "Refused"], done
    with here.scope():
        assert Duty.objects.filter(state="in_force").count() == 1


def typed(*duties, **told):
    usual = {
        "duties": [duty.pk for duty in duties],
        "on": timezone.localdate().isoformat(),
        "taker": "李接任",
        "keeper": "post",
        "phone": "",
        "found": "",
    }
    return usual | {"giver_signature": photo(), "taker_signature": photo()} | told


def test_it_is_done_on_the_page_and_shown_with_both_signatures(here, client):
    duty = here.duty_in("in_force")
    second = here.duty_in("in_force", duty.asset, kind="upkeep")
    address = reverse("custody:hand_over", args=[duty.pk])
    page = client.as_(here.village_clerk).get(address)
    assert page.context["form"].fields["duties"].initial == [str(duty.pk), str(second.pk)]
    answer = client.post(address, typed(duty, second))
    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert "王守田" in shown and "李接任" in shown and "移交人签名" in shown
    made = Handover.objects.get()
    signed = client.get(reverse("custody:signature", args=[made.pk, "giver"]))
    assert (
        signed["Content-Type"] in ("image/png", "image/jpeg")
        and "sandbox" in signed["Content-Security-Policy"]
    )


def test_whoever_reads_no_names_sees_masks_and_no_signature(here, city, client):
    made = here.duty_in("handed_over").handover
    page = client.as_(city.reader).get(made.get_absolute_url()).content.decode()
    assert "王*田" in page and "王守田" not in page and "signatures" not in page
    assert client.get(reverse("custody:signature", args=[made.pk, "taker"])).status_code == 403


def big(width, height):
    kept = BytesIO()
    Image.new("1", (width, height)).save(kept, "PNG")
    return SimpleUploadedFile("签名.png", kept.getvalue())


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "file",
    [
        lambda: big(10_000, 6_000),
        lambda: SimpleUploadedFile("签名.svg", SVG),
        lambda: SimpleUploadedFile("签名.png", SVG),
        lambda: SimpleUploadedFile("签名.jpg", b"MZ\x90\x00\x03" + b"\0" * 200),
        lambda: SimpleUploadedFile("签名.png", b""),
    ],
    ids=["60 megapixels", "svg", "svg as png", "executable", "empty"],
)
def test_what_is_no_picture_of_a_signature_is_refused_with_a_sentence(here, client, file):
    duty = here.duty_in("in_force")
    address = reverse("custody:hand_over", args=[duty.pk])
    kept = Document.objects.count()
    answer = client.as_(here.village_clerk).post(address, typed(duty, taker_signature=file()))
    (sentence,) = (
        answer.context["form"].errors.get("taker_signature") or answer.context["form"].non_field_errors()
    )
    assert answer.status_code == 422 and sentence.endswith("。") and sentence in answer.content.decode()
    assert not Handover.objects.exists() and Document.objects.count() == kept


def test_a_duty_that_is_not_among_those_offered_is_not_taken(here, client):
    duty = here.duty_in("in_force")
    other = here.duty_in("in_force", duty.asset, kind="upkeep", custodian="赵旁人")
    address = reverse("custody:hand_over", args=[duty.pk])
    answer = client.as_(here.village_clerk).post(address, typed(duty, other))
    assert answer.status_code == 422 and Handover.objects.count() == 0
    assert isinstance(answer.context["form"].errors.as_data()["duties"][0], ValidationError)
