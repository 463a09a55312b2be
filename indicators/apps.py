from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """Tell the floor below what stands beside its pages; models are there only now."""
        from indicators.dashboards.task_figures import fields_of_work, figures_beside
        from programmes.besides import keep_fields_of_work, put_beside
        from programmes.models import Task

        keep_fields_of_work(fields_of_work)
        put_beside(Task, "figures", figures_beside)
