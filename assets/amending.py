"""二（三）One field of many assets corrected: the rules of `actions.amend`, over a set (a step of journal.many)."""

import copy

from django.core.exceptions import ValidationError

from assets import actions, custom
from assets.checks import faults
from assets.custom.values import BESIDE
from assets.models import Asset

NOTHING_NEW = "已经是所填内容，无需更正"


class Amendment:
    """The same values for many assets: {attribute: value}; a county's own field as {"custom": {key: value}}."""

    name, label, model = "assets.amend", "更正", Asset

    def __init__(self, values):
        fields = {field.attname: field for field in Asset._meta.concrete_fields}
        self.own = values.get("custom", {})
        self.values = {
            name: fields[name].to_python(value) for name, value in values.items() if name != "custom"
        }

    def obstacles_of(self, rows, user):
        """{row id: [sentence]}: why not now, and what would be wrong with the row afterwards."""
        return {row.pk: self._obstacles(row, user) for row in rows}

    def together(self, rows):
        """Nothing is needed before each is changed."""
        return {}

    def change(self, row, by, data):
        """Put the values into a row in memory; what must be true of it then was asked before."""
        for name, value in self.values.items():
            setattr(row, name, value)
        if self.own:
            row.custom = custom.merged(row, self.own)
        row.version += 1

    def _obstacles(self, row, user):
        if sentence := actions.why_not_amend(row, user):
            return [sentence]
        if strange := self._strange_to(row):
            return [strange]
        after = copy.copy(row)
        try:
            self.change(after, user, {})
        except ValidationError as refused:
            return refused.messages
        if all(getattr(after, f.attname) == getattr(row, f.attname) for f in self._written()):
            return [NOTHING_NEW]
        return [sentence for sentences in faults(after).values() for sentence in sentences]

    def _strange_to(self, row):
        """The county's own field may be one that assets of this subtype do not have."""
        for field in custom.fields_of(row.county_id):
            if field.key in self.own and not field.concerns(row.subtype):
                return BESIDE.format(field.label, row.get_subtype_display())

    def _written(self):
        names = {*self.values, *(["custom"] if self.own else [])}
        return [field for field in Asset._meta.concrete_fields if field.attname in names]
