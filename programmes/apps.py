from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        """Tell handing over what is held here; the models are there only now."""
        from programmes.task_holdings import register_tasks

        register_tasks()
