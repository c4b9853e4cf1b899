"""Files: checked, re-encoded, hashed, stored under a random name, served only after the policy of their owner."""

import secrets

from django.db import models

from tenancy.models import CountyModel, User


def storage_key():
    """A name nobody can guess; the first two characters spread the folder."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key}"


class StorageKey(models.CharField):
    """A column that keeps the key of a stored file: what journal.strays knows a file by, and leaves it."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 48, "editable": False} | options)

    def deconstruct(self):
        """For migrations it is the plain column it is for the database."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class Document(CountyModel):
    """A stored file. The row that owns it has a key to it and says who may see it."""

    class Kind(models.TextChoices):
        JPG = "jpg", "照片（JPG）"
        PNG = "png", "图片（PNG）"
        PDF = "pdf", "PDF 文件"
        XLSX = "xlsx", "Excel 工作簿"
        CSV = "csv", "CSV 表格"

    kind = models.CharField("格式", max_length=4, choices=Kind)
    name = models.CharField("文件名", max_length=200)
    key = StorageKey(default=storage_key)
    preview_key = StorageKey(blank=True)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    # Of a picture, 64 bits that change little when it is scaled, cropped a little or saved anew.
    look = models.BigIntegerField("画面特征", null=True, editable=False)
    uploaded_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件"
        indexes = [models.Index(fields=["county", "sha256"], name="document_sha256")]

    def __str__(self):
        return self.name

    @property
    def is_image(self):
        return self.kind in (self.Kind.JPG, self.Kind.PNG)
