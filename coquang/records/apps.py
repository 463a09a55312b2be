from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "coquang.records"
    label = "records"

    def ready(self) -> None:
        from coquang.records.rights import grant_after_migrating

        post_migrate.connect(grant_after_migrating, sender=self)
