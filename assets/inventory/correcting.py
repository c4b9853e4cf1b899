"""二（三）账实相符: the ledger is made to say what was found, by the rules of amending, over a set of lines at once."""

import copy

from assets import actions
from assets.checks import faults
from assets.choices import Status
from assets.models import Asset

MOVED_ON = "清查登记之后台账内容已有变动，请退回重新清查"
NOTHING_NEW = "所登记的数量、状况、位置与台账一致，没有可更正的内容；属于名称等其他内容的，请在资产页更正"


class Correction:
    """A step of journal.many: to each asset what its line found. `lines` are RoundLines with their assets' ids."""

    name, label, model = "assets.amend", "更正", Asset

    def __init__(self, lines):
        self.lines = {line.asset_id: line for line in lines}

    def obstacles_of(self, rows, user):
        """{row id: [sentence]}: why not now, and what would be wrong with the row afterwards."""
        return {row.pk: self._obstacles(row, user) for row in rows}

    def together(self, rows):
        """Nothing is needed before each is changed."""
        return {}

    def change(self, row, by, data):
        """Put what was found into a row in memory."""
        line = self.lines[row.pk]
        if line.found_quantity is not None:
            row.quantity = line.found_quantity
        if line.found_address:
            row.address = line.found_address
        if line.found_status and line.found_status != row.status:
            row.status = line.found_status
            row.status_reason = (line.note or data["reason"])[:300] if Status(row.status).needs_reason else ""
        row.version += 1

    def _obstacles(self, row, user):
        if sentence := actions.why_not_amend(row, user):
            return [sentence]
        line = self.lines[row.pk]
        if (row.quantity, row.status, row.address) != (line.quantity, line.status, line.address):
            return [MOVED_ON]
        after = copy.copy(row)
        self.change(after, user, {"reason": "—"})
        if (after.quantity, after.status, after.address) == (row.quantity, row.status, row.address):
            return [NOTHING_NEW]
        return [sentence for sentences in faults(after).values() for sentence in sentences]
