"""The codebooks against the text of the directive."""

from pathlib import Path

import pytest

from assets.choices import Category, Detail, ExcludedKind, Scope, Subtype
from assets.clauses import CLAUSES, TITLES, cite, sentence

DIRECTIVE = (Path(__file__).parents[2] / "docs" / "directive.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_quoted_as_the_directive_words_it(clause):
    number = clause.removeprefix("二")

    assert f"{number}{TITLES[clause]}。{CLAUSES[clause]}" in DIRECTIVE.split("二、工作内容")[1]


@pytest.mark.parametrize("subtype", [subtype for subtype in Subtype if subtype.is_named])
def test_a_named_subtype_is_named_by_its_own_clause(subtype):
    assert subtype.label in sentence("二（二）", "其中")


@pytest.mark.parametrize("subtype", [subtype for subtype in Subtype if not subtype.is_named])
def test_a_subtype_noted_as_not_named_is_not_in_the_clause(subtype):
    assert subtype.label not in CLAUSES["二（二）"]


def test_named_subtypes_stand_in_the_order_of_the_clause():
    types = sentence("二（二）", "其中")
    for part, category in zip(types.split("；"), Category, strict=True):
        places = [part.index(subtype.label) for subtype in category.subtypes if subtype.is_named]
        assert places == sorted(places)


def test_every_subtype_belongs_to_the_type_of_its_letter():
    assert [len(category.subtypes) for category in Category] == [12, 14, 3]
    assert all(subtype.value[0] == subtype.category.letter for subtype in Subtype)


def test_every_kind_of_detail_has_a_subtype():
    assert {subtype.detail for subtype in Subtype} == {None, *Detail}


@pytest.mark.parametrize("kind", ExcludedKind)
def test_a_refusal_quotes_the_directive(kind):
    quoted = kind.refusal.split("「")[1].split("」")[0]

    assert quoted in DIRECTIVE
    assert kind.label in kind.refusal


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_decision_rests_on_a_sentence_of_the_first_section(scope):
    assert scope.quote in CLAUSES["二（一）"]


def test_a_quotation_names_its_clause():
    assert cite("二（一）", "鼓励") == (
        "《关于加强扶贫资产管理的指导意见》二（一）：「鼓励将行业扶贫资金投入形成的资产纳入管理范围。」"
    )


def test_a_word_that_stands_in_several_sentences_is_no_quotation():
    with pytest.raises(LookupError, match="2 句"):
        sentence("二（一）", "2016 年以")
