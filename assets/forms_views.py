"""What is asked of how a person looks at the ledger: the name of a filter, the columns."""

from django import forms

from assets.models import SavedFilter


class SavedFilterForm(forms.ModelForm):
    """A filter's name, who may use it, and whether the ledger opens with it."""

    class Meta:
        model = SavedFilter
        fields = ("name", "sharing", "is_default")
        help_texts = {
            "sharing": "他人只能使用，不能修改；各人看到的仍只是自己岗位范围内的资产。",
            "is_default": "您打开资产台账时，自动按此筛选；只对您本人有效。",
        }
        error_messages = {"name": {"required": "请给这个筛选起一个名称。"}}
