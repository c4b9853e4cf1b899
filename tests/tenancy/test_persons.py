"""Numbers that name a person: found where they surely are, masked where they are quoted, never mistaken."""

import pytest

from tenancy import persons
from tenancy.persons import CARD, ID, PHONE

# The check digits are right; there are no such persons, cards and telephones.
NUMBERS = {
    "410821199001011231": ID,
    "户主11010519491231002x。": ID,
    "４１０８２１１９９００１０１１２３１": ID,
    "410821 19900101 1231": ID,
    "410821900101123": ID,
    "6222021001116245702": CARD,
    "卡号6222 0210 0111 6245 702": CARD,
    "4367420012345678904": CARD,
    "13800138000": PHONE,
    "电话：138-0013-8000": PHONE,
    "+8613800138000": PHONE,
    "2019-06-15 13800138000": PHONE,
}
HARMLESS = [
    "",
    "410821199001011234",  # a long number of a project: the check digit is another
    "410821202013011232",  # no such month
    "410821190312001",  # a paper's number with its day; nobody born in 1919 has one
    "410821100201G20190012",
    "4108211002010001",
    "410821100201 410821100202",
    "91410821MA3X9K2T5Q",
    "524108215667788990",
    "5241082156677889902",
    "2019410821000001",
    "6222021001116245703",  # Luhn says no
    "3600 2000 1500 1200",
    "1200、1300、1400、1500",
    "113.447312，35.232145",
    "86000000.00",
]


@pytest.mark.parametrize(("text", "kind"), NUMBERS.items())
def test_a_number_that_names_a_person_is_found(text, kind):
    assert persons.kinds_in(text) == {kind}


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_of_assets_projects_places_and_bodies_are_left_alone(text):
    assert persons.kinds_in(text) == set()


def test_the_sentence_says_where_what_and_what_to_do():
    assert persons.fault("备注", "张三 410821199001011231") == (
        "「备注」中含有身份证号码。此处不登记身份证号码，请删去号码后再保存。"
    )
    assert persons.fault("备注", "13800138000") is None
    assert "手机号码" in persons.fault("资产名称", "13800138000", (ID, CARD, PHONE))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三 410821199001011231，2019年", "张三 410***********1231，2019年"),
        ("410821199001011234", "410***********1234"),  # mistyped, it names a person all the same
        ("6222 0210 0111 6245 702", "622************5702"),
        ("电话13800138000", "电话138****8000"),
        ("甲13800138000乙13900139000", "甲138****8000乙139****9000"),
    ],
)
def test_what_is_quoted_shows_the_ends_of_a_number(text, shown):
    assert persons.mask(text) == shown
