"""manage.py sync_roles: after tenancy/roles.py changed, everybody's rights follow. Runs at each start."""

from django.core.management.base import BaseCommand

from tenancy.policy import align_grants


class Command(BaseCommand):
    """Writes what is missing and takes back what no post carries any more; a second run finds nothing."""

    help = "使授权与现任岗位的角色一致（角色权限调整后执行）。可以重复执行。"

    def handle(self, **options):
        posts, given, taken = align_grants()
        self.stdout.write(f"现任岗位 {posts} 个：补授 {given} 项，收回 {taken} 项。")
