"""People read Chinese: every model and every field they can meet has a name in it, every choice and every sentence."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError

from journal.transitions import REGISTRY
from tenancy.roles import ROLES, VERBS

MODELS = [model for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Keys and counters of the machine; no page, message or history names them.
INNER = {"id", "county", "version", "batch_id", "path", "tx", "key", "preview_key", "password", "last_login"}
MACHINE = {
    "journal.change",
    "journal.seal",
    "journal.entry",
    "journal.job",
    "journal.importbatch",
    "journal.importrow",
    "tenancy.unitgrant",
    "assets.serial",
    "assets.summary",
}
SHOWN = [
    field
    for model in MODELS
    for field in model._meta.concrete_fields
    if field.name not in INNER and model._meta.label_lower not in MACHINE
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_chinese_name(model):
    assert CHINESE.search(str(model._meta.verbose_name))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_what_it_is_in_the_world(model):
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("field", SHOWN, ids=str)
def test_every_field_people_meet_has_a_chinese_name(field):
    assert CHINESE.search(str(field.verbose_name))


@pytest.mark.parametrize("field", [field for field in SHOWN if field.choices], ids=str)
def test_every_choice_is_english_in_the_row_and_chinese_on_the_page(field):
    for value, label in field.flatchoices:
        assert CHINESE.search(str(label)), value
        assert not CHINESE.search(str(value)), value


def test_no_two_fields_of_a_model_have_the_same_name():
    for model in MODELS:
        names = [str(field.verbose_name) for field in SHOWN if field.model is model]
        assert len(names) == len(set(names)), model


def test_every_constraint_a_form_can_meet_has_its_sentence():
    """Those of the states are held for the database's sake: a transition cannot break them."""
    stock = [
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        and not re.search(r"once|not_negative|in_full|with_ledger|finished|ended_by|no_fork", constraint.name)
    ]
    assert stock == []


def test_verbs_roles_and_transitions_are_named_in_chinese_and_each_name_once():
    for names in (
        [*VERBS.values()],
        [role.label for role in ROLES.values()],
        [transition.label for transition in REGISTRY.values()],
    ):
        assert all(CHINESE.search(name) for name in names)
        assert len(names) == len(set(names))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_faults_of_an_empty_row_are_told_in_chinese(model):
    try:
        model().clean_fields(exclude=[field.name for field in model._meta.fields if field.is_relation])
    except ValidationError as wrong:
        assert all(CHINESE.search(sentence) for sentence in wrong.messages)
