"""How long a notice stands and how soon it is posted: the county's parameters, and the counting of days."""

from journal.parameters import declare

GUIDANCE = "《关于完善扶贫资金项目公告公示制度的指导意见》第四条：原则上不得少于 10 天"
NOTICE_DAYS = declare("notices.days", "公示期限", 10, 7, 60, "日", source=GUIDANCE, clause="一（三）5")
