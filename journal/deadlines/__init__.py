"""期限: what has to be done by a day, by the directive or the county's own order; set and cleared by actions.

    CONFIRM = kind("ownership.confirm", "确权登记", verb="confirm_title", basis="焦扶贫办〔2020〕7号二（四）",
                   subject="asset__name", page="ownership:detail")

    set_deadlines(CONFIRM, titles, date(2020, 9, 20), by=user)      many rows, one statement; again: nothing new
    clear_deadlines(CONFIRM, [title], by=user)

The persons responsible are whoever holds the kind's verb over the row's unit on the day they are reminded
(reminders.py); they find it in the inbox (inbox.py) and in a letter (digests.py).
"""

from journal.deadlines.setting import KINDS, DeadlineKind, clear_deadlines, kind, open_of, set_deadlines

__all__ = ["KINDS", "DeadlineKind", "clear_deadlines", "kind", "open_of", "set_deadlines"]
