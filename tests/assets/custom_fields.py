"""Fields a county adds, for the tests: one of each kind, defined by the county's clerk through the act."""

from assets.custom import actions

# kind: (further values, what is typed in the form, what is kept, how it is shown)
KINDS = {
    "text": ({}, " 王 师傅 ", "王 师傅", "王 师傅"),
    "long": ({}, "一段\r\n二段", "一段\n二段", "一段\n二段"),
    "integer": ({"unit_word": "人"}, "3", 3, "3 人"),
    "decimal": ({"places": 1, "unit_word": "米"}, "12.5", "12.5", "12.5 米"),
    "money": ({}, "1200", "1200.00", "1,200.00 元"),
    "day": ({}, "2020-09-20", "2020-09-20", "2020-09-20"),
    "yes_no": ({}, "0", False, "否"),
    "choice": ({"options": ["好", "一般", "差"]}, "一般", "一般", "一般"),
    "choices": ({"options": ["防汛", "防火", "防盗"]}, ["防盗", "防汛"], ["防汛", "防盗"], "防汛、防盗"),
}


def defined(place, label="管护人数", kind="integer", **values):
    """A field of a county."""
    with place.scope():
        return actions.define(
            unit=place.office,
            by=place.county_clerk,
            **{"label": label, "reporting": f"报表{label}", "kind": kind} | values,
        )


def one_of_each(place):
    """{kind: field} with a field of each kind, called by its kind."""
    return {kind: defined(place, f"{kind}字段", kind, **more[0]) for kind, more in KINDS.items()}
