"""公示公告: what must be shown to the people before, or after, it takes effect (一（三）5)."""
