"""A county's own fields in a line: what one does not ask of such an asset is left out, and the person is told."""

from assets.choices import Subtype

BESIDE = "“{}”不适用于{}，此格不登记。"


def is_beside(checker, line, key, subtype):
    """Whether the field of a cell does not concern assets of a subtype; said as a hint at the cell."""
    field = checker.says.fields[key]
    if not subtype or field.concerns(subtype):
        return False
    line.odd(key, BESIDE.format(field.label, Subtype(subtype).label))
    return True


def values_of(checker, line, subtype):
    """The values of the county's own fields in a line, of those that concern the subtype."""
    told = {key: line.values[key] for key in checker.says.own if line.values.get(key) is not None}
    return {key: value for key, value in told.items() if not is_beside(checker, line, key, subtype)}
