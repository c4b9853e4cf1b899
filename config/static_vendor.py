"""Other people's styles and scripts, straight out of node_modules: the files named here and nothing else."""

from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = Path(__file__).resolve().parent.parent / "node_modules"
# Prefix of the address: (folder of the package, files). The style sheet of the icons names all three formats.
VENDOR = {
    "vendor/tabler": ("@tabler/core/dist", ["css/tabler.min.css", "js/tabler.min.js"]),
    "vendor/icons": (
        "@tabler/icons-webfont/dist",
        ["tabler-icons.min.css", *(f"fonts/tabler-icons.{kind}" for kind in ("woff2", "woff", "ttf"))],
    ),
    "vendor/echarts": ("echarts/dist", ["echarts.min.js"]),
}


class VendorFinder(BaseFinder):
    """Finds the files of VENDOR for collectstatic and for the tests' server."""

    def __init__(self, *args, **kwargs):
        self.files = {}
        for prefix, (folder, names) in VENDOR.items():
            storage = FileSystemStorage(location=MODULES / folder)
            storage.prefix = prefix  # where collectstatic puts what list() yields
            self.files |= {f"{prefix}/{name}": (name, storage) for name in names}

    def check(self, **kwargs):
        """An error for each file that npm has not unpacked."""
        return [
            Error(f"缺少 {storage.path(name)}。请执行 ./jiadi run，它会安装网页组件。", id="config.E001")
            for name, storage in self.files.values()
            if not storage.exists(name)
        ]

    def find(self, path, find_all=False, **kwargs):
        """The file behind an address below static/, as BaseFinder defines it; [] if it is not one of ours."""
        name, storage = self.files.get(path, (None, None))
        if storage is None or not storage.exists(name):
            return []
        return [storage.path(name)] if find_all else storage.path(name)

    def list(self, ignore_patterns):
        """All files as (name in the package, storage)."""
        return iter(self.files.values())


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, so that browsers may keep the files for ever; compressed once, when collected."""

    # The maps that vendors name in a last comment are not served, and a missing file would stop the collecting.
    patterns = tuple(
        (kind, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for kind, patterns in CompressedManifestStaticFilesStorage.patterns
    )

    def create_compressor(self, **kwargs):
        """gzip alone: brotli takes ten times as long at the first start for a tenth fewer bytes."""
        return Compressor(use_brotli=False, **kwargs)
