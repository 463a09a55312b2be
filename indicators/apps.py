from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """Tell the floor below what is held here and what stands beside its pages; the models are there only now."""
        from indicators import holdings
        from indicators.dashboards.task_figures import fields_of_work, figures_beside
        from programmes.besides import keep_fields_of_work, put_beside
        from programmes.models import Task

        holdings.register_all()
        keep_fields_of_work(fields_of_work)
        put_beside(Task, "figures", figures_beside)
