from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """Tell the floor below what is held here and what stands beside its pages; the models are there only now."""
        from indicators import alarms, holdings, notice_figures, report_paper
        from indicators.actions import task_links
        from indicators.dashboards import meeting_figures, pack_deeds
        from indicators.dashboards.task_figures import beside_initiative, fields_of_work, figures_beside
        from programmes.besides import (
            keep_fields_of_work,
            keep_joined,
            keep_measured,
            keep_named,
            keep_shortfalls,
            put_beside,
        )
        from programmes.models import AgendaItem, Initiative, Meeting, Task

        alarms.register_all()
        holdings.register_all()
        report_paper.register_all()
        notice_figures.register_all()
        keep_fields_of_work(fields_of_work)
        keep_measured(meeting_figures.with_a_figure)
        keep_named(meeting_figures.named_by)
        keep_joined(task_links.take_over)
        keep_shortfalls(meeting_figures.shortfalls)
        put_beside(Task, "figures", figures_beside)
        put_beside(Initiative, "figures", beside_initiative)
        put_beside(Meeting, "figures", meeting_figures.beside_meeting)
        put_beside(Meeting, "deeds", pack_deeds.way_to_the_pack)
        put_beside(AgendaItem, "figures", meeting_figures.beside_item)
