"""Lists of the register as files; importing the modules registers them (journal.exports.registry)."""

from assets.exporting import ledger, projects, registers, sheets, unregistered

__all__ = ["ledger", "projects", "registers", "sheets", "unregistered"]
