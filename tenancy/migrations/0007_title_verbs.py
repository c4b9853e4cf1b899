from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0006_inventory_verbs")]

    operations = [
        migrations.AlterModelOptions(
            name="unit",
            options={
                "default_permissions": (),
                "permissions": (
                    ("view_register", "查看台账"),
                    ("register_asset", "登记与修改草稿"),
                    ("import_assets", "批量导入"),
                    ("submit_asset", "提交审核"),
                    ("verify_asset", "审核"),
                    ("enter_ledger", "入账"),
                    ("amend_asset", "更正已入账资产"),
                    ("hold_asset", "冻结与解冻"),
                    ("retire_asset", "核销退出"),
                    ("propose_title", "提出确权"),
                    ("review_title", "审核产权界定"),
                    ("confirm_title", "确认产权"),
                    ("issue_title", "颁发权证"),
                    ("hand_over_title", "移交登记"),
                    ("dispute_title", "提出权属争议"),
                    ("manage_projects", "维护项目与资金"),
                    ("view_households", "查看到户登记"),
                    ("manage_households", "登记到户资产与补贴"),
                    ("open_round", "组织清产核资"),
                    ("count_assets", "清查盘点"),
                    ("decide_difference", "处理清查差异"),
                    ("close_round", "结束清产核资"),
                    ("manage_fields", "设置自定义字段"),
                    ("set_parameters", "设置本县参数"),
                    ("draft_notice", "起草公示公告"),
                    ("post_notice", "发布与撤回公示公告"),
                    ("prove_notice", "登记张贴情况"),
                    ("view_objections", "查看公示异议"),
                    ("answer_objection", "答复公示异议"),
                    ("manage_people", "管理人员与岗位"),
                    ("view_journal", "查看操作记录"),
                ),
                "verbose_name": "单位",
            },
        ),
    ]
