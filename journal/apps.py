"""The app that remembers."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = "记录"

    def ready(self):
        import journal.deadlines.digests
        import journal.exports.making
        import journal.imports.checking
        import journal.imports.writing
        import journal.notices.answering
        import journal.notices.papers
        import journal.notices.posting
        import journal.prints.making  # noqa: F401 - all declare something: jobs, parameters, transitions
