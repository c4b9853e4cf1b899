"""Places as people write them against the national list: right, or asked, never wrong."""

import csv

import pytest

from assets.rules import Found, Gazetteer, normalise_place, short_name
from tests.assets.published import ROOT, by_county, gazetteers

COUNTY = [
    ("410821", "修武县", "county", "4108"),
    ("410821101", "七贤镇", "town", "410821"),
    ("410821205", "修武县西村乡", "town", "410821"),
    ("410821001", "云台街道", "town", "410821"),
    ("410821101201", "赤庄村民委员会", "village", "410821101"),
    ("410821101202", "韩庄村村民委员会", "village", "410821101"),
    ("410821101203", "白庄村民委员会", "village", "410821101"),
    ("410821101204", "孟泉村委会", "village", "410821101"),
    ("410821101205", "仁和村委会", "village", "410821101"),
    ("410821205201", "白庄村民委员会", "village", "410821205"),
    ("410821205202", "西村村民委员会", "village", "410821205"),
    ("410821001001", "南关居委会", "village", "410821001"),
    ("410821001002", "孔寨社区居委会", "village", "410821001"),
    ("410821001003", "云台村民委员会", "village", "410821001"),
]
XIUWU = Gazetteer(COUNTY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("七贤镇赤庄村", 410821101201),
        ("赤庄村", 410821101201),
        ("赤庄", 410821101201),
        ("赤庄村委会", 410821101201),
        ("赤庄村三组", 410821101201),
        ("河南省焦作市修武县七贤镇韩庄", 410821101202),
        (" 修武县 七贤镇 韩庄村（示范片）", 410821101202),
        ("仁和村", 410821101205),
        ("孔寨社区", 410821001002),
        ("云台办事处南关社区", 410821001001),
        ("西村乡西村", 410821205202),
        ("西村乡白庄村", 410821205201),
        ("七贤镇", 410821101),
        ("七贤", 410821101),
        ("西村乡", 410821205),
        ("云台街道办事处", 410821001),
        ("修武县", 410821),
    ],
)
def test_what_is_written_exactly_is_found(text, code):
    match = XIUWU.match(text)

    assert (match.found, match.place and int(match.place.code), match.note) == (Found.EXACT, code, "")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("白庄村", {410821101203, 410821205201}),  # two townships have one
        ("云台", {410821001, 410821001003}),  # a street office or a village
        ("孔寨村", {410821001002}),  # the list calls it a community
        ("西村乡赤庄村", {410821101201}),  # that village lies in another township
        ("七贤镇孟村", {410821101}),  # no such village: the township is offered
        ("七贤镇泉", {410821101}),
        ("七贤镇孟全村", {410821101204}),  # one character off
        ("七贤乡赤庄村", {410821101201}),  # the township's former rank
        ("七贤赤庄村", {410821101201}),
        ("七贤镇三个村", {410821101}),
        ("全县各村", {410821}),
    ],
)
def test_what_is_only_near_is_asked(text, codes):
    match = XIUWU.match(text)

    assert match.found is Found.LIKELY and match.place is None
    assert {int(place.code) for place in match.places} == codes
    assert match.note.endswith(("请确认是哪一个。", "请确认。"))


def test_several_villages_in_one_cell_are_all_named():
    match = XIUWU.match("七贤镇赤庄村、白庄村和韩庄村、无名村")

    assert match.found is Found.SEVERAL
    assert [XIUWU.label(place) for place in match.places] == ["七贤镇赤庄村", "七贤镇白庄村", "七贤镇韩庄村"]
    assert match.missing == ("无名村",)


def test_a_township_once_named_holds_for_the_villages_behind_it():
    match = XIUWU.match("西村乡西村、白庄村")

    assert [place.code for place in match.places] == ["410821205202", "410821205201"]
    assert "请拆成一行一个" in match.note


def test_villages_joined_by_a_word_are_several():
    assert [place.code for place in XIUWU.match("赤庄村及韩庄村").places] == ["410821101201", "410821101202"]


@pytest.mark.parametrize("text", ["", None, "职业学校", "博爱县许良镇", "示范农业开发有限公司", "、、"])
def test_what_is_no_place_of_the_county_is_not_found(text):
    match = XIUWU.match(text)

    assert match.found is Found.NONE and not match.places and match.note


def test_a_list_of_two_counties_is_refused():
    with pytest.raises(ValueError, match="应只含一个县"):
        Gazetteer([*COUNTY, ("410822", "博爱县", "county", "4108")])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("赤庄村民委员会", "赤庄村"),
        ("小营村村民委员会", "小营村"),
        ("南关居委会", "南关社区"),
        ("孔寨社区居民委员会", "孔寨社区"),
        ("邱村村", "邱村村"),
        ("农场虚拟生活区", "农场虚拟生活区"),
    ],
)
def test_a_village_is_shown_as_people_write_it(name, short):
    assert short_name(name) == short


def test_a_cell_is_read_without_its_decoration():
    assert normalise_place("　“孔寨 社区”（二期）等。") == "孔寨社区"


def all_counties():
    with (ROOT / "tenancy" / "data" / "divisions_jiaozuo.csv").open(encoding="utf-8") as lines:
        return gazetteers() | by_county(csv.DictReader(lines))


def test_every_village_of_the_lists_is_found_by_its_own_name_or_asked_but_never_taken_for_another():
    asked = wrong = 0
    for places in all_counties().values():
        for place in places.by_code.values():
            match = places.match(places.label(place))
            wrong += match.place is not None and match.place.code != place.code
            asked += match.place is None

    assert (asked, wrong) == (3, 0)
