from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """Tell what is held here to whoever asks what people hold; the models are there only now."""
        from indicators import holdings, report_paper

        holdings.register_all()
        report_paper.register_all()
