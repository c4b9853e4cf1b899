"""Who may do what, on one screen: verbs, and roles as sets of verbs. People see it as a table (设置 · 角色权限)."""

from typing import NamedTuple

VERBS = {
    "view_register": "查看台账",
    "register_asset": "登记与修改草稿",
    "import_assets": "批量导入",
    "submit_asset": "提交审核",
    "verify_asset": "审核",
    "enter_ledger": "入账",
    "amend_asset": "更正已入账资产",
    "hold_asset": "冻结与解冻",
    "retire_asset": "核销退出",
    "propose_title": "提出确权",
    "review_title": "审核产权界定",
    "confirm_title": "确认产权",
    "issue_title": "颁发权证",
    "hand_over_title": "移交登记",
    "dispute_title": "提出权属争议",
    "manage_custody": "落实管护责任",
    "confirm_custody": "确认管护责任",
    "patrol_assets": "巡查与报修",
    "accept_repair": "验收维修",
    "manage_posts": "登记公益岗位",
    "approve_post": "审批公益岗位",
    "file_post": "公益岗位备案",
    "hold_training": "登记指导培训",
    "manage_operators": "登记经营主体",
    "sanction_operator": "失信惩戒",
    "manage_agreements": "起草经营协议",
    "sign_agreement": "审核签订与终止经营协议",
    "record_receipts": "登记收款",
    "manage_projects": "维护项目与资金",
    "view_households": "查看到户登记",
    "manage_households": "登记到户资产与补贴",
    "open_round": "组织清产核资",
    "count_assets": "清查盘点",
    "decide_difference": "处理清查差异",
    "close_round": "结束清产核资",
    "manage_fields": "设置自定义字段",
    "set_parameters": "设置本县参数",
    "draft_notice": "起草公示公告",
    "post_notice": "发布与撤回公示公告",
    "prove_notice": "登记张贴情况",
    "view_objections": "查看公示异议",
    "answer_objection": "答复公示异议",
    "manage_people": "管理人员与岗位",
    "view_journal": "查看操作记录",
}

# A township's or department's own judgement: it reaches down from a township to its villages, but the county
# office, though above all, does not pass it for them (二（七）and 二（三）keep review and entry apart).
# 二（四）keeps the review of shares with the department the county has named.
LOCAL_VERBS = {"verify_asset", "review_title", "approve_post"}
# What a city's post reaches over all its counties; whatever else it may do, it does at the city's own units.
READING_VERBS = {"view_register", "view_households", "view_journal", "view_objections"}


class Role(NamedTuple):
    """A post's name, the verbs it carries and the kinds of unit it exists at."""

    label: str
    verbs: frozenset
    kinds: frozenset


def _role(label, kinds, verbs):
    return Role(label, frozenset(verbs.split()), frozenset(kinds.split()))


ROLES = {
    "village_clerk": _role(
        "村级登记员",
        "village",
        "view_register register_asset submit_asset view_households manage_households count_assets draft_notice"
        " prove_notice"
        " propose_title"
        " manage_custody patrol_assets manage_posts manage_operators manage_agreements record_receipts",
    ),
    "town_clerk": _role(
        "乡镇经办人",
        "town",
        "view_register register_asset import_assets submit_asset manage_projects view_households manage_households"
        " count_assets draft_notice prove_notice"
        " propose_title hand_over_title dispute_title"
        " manage_custody patrol_assets manage_posts manage_operators manage_agreements record_receipts",
    ),
    "town_reviewer": _role(
        "乡镇审核人",
        "town",
        "view_register verify_asset view_households post_notice view_objections answer_objection"
        " confirm_custody accept_repair approve_post sign_agreement",
    ),
    "department_clerk": _role(
        "部门经办人",
        "department county_office",
        "view_register register_asset import_assets submit_asset manage_projects view_households"
        " manage_households count_assets draft_notice prove_notice"
        " propose_title hand_over_title"
        " manage_custody patrol_assets hold_training manage_operators manage_agreements record_receipts",
    ),
    "department_reviewer": _role(
        "部门审核人",
        "department county_office",
        "view_register verify_asset view_households post_notice view_objections answer_objection"
        " review_title"
        " confirm_custody accept_repair sign_agreement",
    ),
    "county_clerk": _role(
        "县扶贫办经办人",
        "county_office",
        "view_register register_asset import_assets submit_asset amend_asset manage_projects view_households"
        " manage_households open_round count_assets decide_difference manage_fields view_journal draft_notice"
        " prove_notice view_objections answer_objection"
        " propose_title issue_title hand_over_title dispute_title"
        " manage_custody hold_training file_post manage_operators manage_agreements record_receipts",
    ),
    "county_head": _role(
        "县扶贫办负责人",
        "county_office",
        "view_register enter_ledger hold_asset retire_asset decide_difference close_round view_households"
        " view_journal set_parameters post_notice view_objections answer_objection"
        " confirm_title"
        " confirm_custody accept_repair sanction_operator sign_agreement",
    ),
    "county_admin": _role("县级管理员", "county_office", "manage_people manage_fields view_journal"),
    "discipline": _role(
        "纪检监察",
        "discipline city_discipline",
        "view_register view_households view_journal view_objections",
    ),
    "auditor": _role(
        "审计监督", "audit city_audit", "view_register view_households view_journal view_objections"
    ),
    "city_reader": _role("市级查阅", "city_office city_finance", "view_register view_journal"),
    "city_admin": _role("市级管理员", "city_office", "manage_people view_journal"),
}
