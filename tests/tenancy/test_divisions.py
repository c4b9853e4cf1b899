"""The file of national divisions: read with every fault named, and what the bodies of a place are called."""

import pytest
from django.core.exceptions import ValidationError

from tenancy import divisions
from tenancy.divisions import Division

HEAD = "code,name,level,parent\n"
COUNTY = "4108,焦作市,city,41\n410821,修武县,county,4108\n"


@pytest.fixture
def read(tmp_path):
    """Read a file of this text, in this encoding."""

    def written(text, encoding="utf-8"):
        path = tmp_path / "divisions.csv"
        path.write_bytes(text.encode(encoding))
        return divisions.read(path)

    return written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_offices_use(read, encoding):
    assert read(HEAD + COUNTY, encoding)[1] == Division(410821, "修武县", "county", 4108)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "缺少列"),
        ("code,name\n", "缺少列：level、parent"),
        (HEAD + "410821,修武县,区县,4108\n", "第 2 行：级别「区县」不认识"),
        (HEAD + "41082,修武县,county,4108\n", "第 2 行：代码「41082」应为 6 位数字"),
        (HEAD + "４１０８２１,修武县,county,4108\n", "应为 6 位数字"),
        (HEAD + "410821,,county,4108\n", "名称应为 1 至 60 个字"),
        (HEAD + "410821,修武县,county,4109\n", "上级代码「4109」与本级代码不符"),
        (HEAD + "410821,修武县,county,\n", "上级代码「」与本级代码不符"),
        (HEAD + "410821\n", "级别「」不认识"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(read, text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read(text)


def test_a_file_that_is_no_text_or_not_there_is_told(tmp_path):
    (tmp_path / "picture.csv").write_bytes(b"\xff\xfe\x00\xff\xff")
    for name, sentence in (("picture.csv", "不是文本文件"), ("none.csv", "读不了区划文件")):
        with pytest.raises(ValidationError, match=sentence):
            divisions.read(tmp_path / name)


def test_the_places_of_a_county_come_parents_first(read):
    rows = read(
        HEAD + "410821100201,东关村村民委员会,village,410821100\n410821100,城关镇,town,410821\n" + COUNTY
    )
    assert [region.pk for region in divisions.below(410821, rows)] == [410821, 410821100, 410821100201]


def test_a_village_without_its_township_is_told(read):
    rows = read(HEAD + COUNTY + "410821100201,东关村村民委员会,village,410821100\n")
    with pytest.raises(ValidationError, match="上级 410821100 不在区划文件中"):
        divisions.below(410821, rows)


@pytest.mark.parametrize("code", [410899, 410821100])
def test_a_code_that_is_no_county_of_the_file_is_told(read, code):
    with pytest.raises(ValidationError, match="没有县"):
        divisions.below(code, read(HEAD + COUNTY + "410821100,城关镇,town,410821\n"))


@pytest.mark.parametrize(
    "committee, village",
    [
        ("赤庄村民委员会", "赤庄村"),
        ("赤庄村村民委员会", "赤庄村"),
        ("后坟村委会", "后坟村"),
        ("映湖社区居民委员会", "映湖社区"),
        ("映湖社区居委会", "映湖社区"),
        ("站前居民委员会", "站前社区"),
        ("城南居委会", "城南社区"),
        ("巴彦嘎查嘎查委员会", "巴彦嘎查"),
        ("乌兰嘎查村委会", "乌兰嘎查"),
        ("南双庙村", "南双庙村"),
        ("国营博爱农场虚拟生活区", "国营博爱农场虚拟生活区"),
        ("居委会", "居委会"),
    ],
)
def test_a_village_is_called_as_people_call_it(committee, village):
    assert divisions.village(committee) == village


@pytest.mark.parametrize(
    "town, government",
    [
        ("七贤镇", "七贤镇人民政府"),
        ("西村乡", "西村乡人民政府"),
        ("百间房街道", "百间房街道办事处"),
        ("新华街道办事处", "新华街道办事处"),
        ("武陟宁郭农场", "武陟宁郭农场"),
    ],
)
def test_a_township_is_governed_by_its_body(town, government):
    assert divisions.government(town) == government


@pytest.mark.parametrize("name", ["divisions_jiaozuo.csv", "divisions_published.csv"])
def test_every_county_of_the_files_that_come_along_is_whole(name):
    rows = divisions.read(divisions.FOLDER / name)
    counties = [row.code for row in rows if row.level == "county"]
    assert sum(len(divisions.below(code, rows)) for code in counties) == len(
        [row for row in rows if row.level != "city"]
    )
