"""What the shell of every page needs: the menu, in the order of the directive, with what this person may open."""

from django.urls import reverse

from tenancy import policy

# (section, icon, [(label, name of the page, verb one needs)])
MENU = [
    (
        "工作台",
        "layout-dashboard",
        [
            ("待办事项", "journal:todo", None),
            ("期限", "deadlines:list", "view_register"),
            ("消息", "deadlines:inbox", None),
        ],
    ),
    (
        "台账",
        "books",
        [
            ("总览", "assets:dashboard", "view_register"),
            ("资产", "assets:list", "view_register"),
            ("四级台账", "assets:books", "view_register"),
            ("项目", "assets:projects", "view_register"),
            ("应登记未登记", "assets:unregistered", "view_register"),
            ("到户登记", "assets:households", "view_households"),
            ("补贴登记", "assets:subsidies", "view_register"),
            ("清产核资", "assets:rounds", "view_register"),
            ("导入", "imports:upload", "import_assets"),
            ("我的导出", "exports:list", "view_register"),
            ("我的打印", "prints:list", "view_register"),
        ],
    ),
    (
        "确权",
        "certificate",
        [
            ("确权进度", "ownership:progress", "view_register"),
            ("确权登记", "ownership:list", "view_register"),
            ("审核部门", "ownership:reviewers", "view_register"),
        ],
    ),
    (
        "管护",
        "shield-check",
        [
            ("管护责任", "custody:list", "view_register"),
            ("管护空档", "custody:gap_places", "view_register"),
            ("公益岗位", "posts:list", "view_register"),
            ("公益岗位人员", "posts:people", "view_households"),
            ("出勤与补贴", "posts:months", "view_households"),
            ("应巡查资产", "patrols:due", "view_register"),
            ("巡查记录", "patrols:list", "view_register"),
            ("维修", "patrols:repairs", "view_register"),
            ("指导培训", "training:list", "view_register"),
        ],
    ),
    (
        "经营",
        "building-store",
        [
            ("经营协议", "operation:list", "view_register"),
            ("经营主体", "operation:operators", "view_register"),
            ("应收款", "operation:dues", "view_register"),
            ("收款", "operation:receipts", "view_register"),
            ("欠款", "operation:arrears", "view_register"),
            ("自营申报", "operation:selfruns", "view_register"),
            ("带动就业", "operation:jobs", "view_register"),
            ("经营检查", "operation:checks", "view_register"),
        ],
    ),
    (
        "公示",
        "speakerphone",
        [
            ("公示公告", "notices:list", "view_register"),
            ("异议办理", "notices:objections", "view_objections"),
        ],
    ),
    (
        "设置",
        "settings",
        [
            ("人员与岗位", "journal:people", "manage_people"),
            ("角色权限", "journal:roles", None),
            ("本县参数", "journal:parameters", "view_register"),
            ("自定义字段", "assets:fields", "manage_fields"),
            ("操作记录", "journal:entries", "view_journal"),
        ],
    ),
]
ADD = {
    "assets:list": ("assets:create", "register_asset"),
    "assets:projects": ("assets:project_create", "manage_projects"),
    "assets:households": ("assets:household_create", "manage_households"),
    "assets:subsidies": ("assets:subsidy_create", "manage_households"),
    "assets:rounds": ("assets:round_create", "open_round"),
    "posts:list": ("posts:create", "manage_posts"),
    "operation:list": ("operation:create", "manage_agreements"),
    "operation:operators": ("operation:operator_create", "manage_operators"),
    "operation:receipts": ("operation:receive_for", "record_receipts"),
    "training:list": ("training:create", "hold_training"),
}
IMPORT = {"assets:list": ("imports:upload", "import_assets")}


def shell(request):
    """Context processor: {menu}; nothing for a visitor who has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    verbs = {grant.verb for grant in policy.grants(user)}
    return {"menu": list(_sections(verbs, _here(request.path)))}


def _here(path):
    """The address in the menu under which a page lies: the longest one it begins with."""
    addresses = [reverse(name) for _, _, entries in MENU for _, name, _ in entries]
    return max(
        (url for url in addresses if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )


def _sections(verbs, here):
    for label, icon, entries in MENU:
        items = [
            _item(name, url, verbs, here) for name, url, verb in entries if verb is None or verb in verbs
        ]
        if items:
            yield {"label": label, "icon": icon, "items": items}


def _item(label, name, verbs, here):
    url = reverse(name)
    extra = {
        key: reverse(table[name][0]) if name in table and table[name][1] in verbs else ""
        for key, table in (("add_url", ADD), ("import_url", IMPORT))
    }
    return {"label": label, "url": url, "active": url == here} | extra
