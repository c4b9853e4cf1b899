"""What the two counties at work keep besides: their own fields, and what made-up assets have of them."""

from datetime import date
from random import Random

from django.db import transaction

from assets.choices import Category
from assets.custom import actions, fields_of
from assets.models import CustomField
from tenancy.scope import county_scope, scope

Kind = CustomField.Kind
FILLED = 0.8  # of the assets a field concerns
FIELDS = {
    410821: [
        {
            "label": "管护人数",
            "kind": Kind.INTEGER,
            "unit_word": "人",
            "help_text": "按公益性岗位实际在岗人数填写。",
        },
        {
            "label": "隐患等级",
            "kind": Kind.CHOICE,
            "options": ["无", "一般", "较大"],
            "applies_to": [Category.PUBLIC],
        },
        {
            "label": "保险到期日",
            "kind": Kind.DAY,
            "reporting": "财产保险到期日",
            "applies_to": [Category.OPERATING],
        },
    ],
    410822: [
        {"label": "已立公示牌", "kind": Kind.YES_NO},
        {
            "label": "年租金",
            "kind": Kind.MONEY,
            "reporting": "合同年租金",
            "applies_to": [Category.OPERATING],
        },
    ],
}
MAKERS = {
    Kind.INTEGER: lambda field, random: random.randint(1, 4),
    Kind.CHOICE: lambda field, random: random.choices(field.options, [8, 2, 1])[0],
    Kind.DAY: lambda field, random: date(2021, random.randint(1, 12), random.randint(1, 28)),
    Kind.YES_NO: lambda field, random: random.random() < 0.7,
    Kind.MONEY: lambda field, random: f"{random.randint(6, 80) * 500}.00",
}


def define(county, unit, by):
    """Define the fields of a county, by a person who may, at its office; returns how many."""
    with scope(county_scope(county)), transaction.atomic():
        for field in FIELDS[county]:
            actions.define(unit=unit, by=by, **{"reporting": ""} | field)
    return len(FIELDS[county])


class Particulars:
    """The fields of one county, and drawn values of them."""

    def __init__(self, county):
        self.fields, self.random = fields_of(county), Random(county)

    def of(self, subtype):
        """What `custom` of actions.register takes for an asset of a subtype."""
        return {
            field.key: MAKERS[Kind(field.kind)](field, self.random)
            for field in self.fields
            if field.concerns(subtype) and self.random.random() < FILLED
        }
