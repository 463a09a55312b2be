from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        """Say what is held here, who reads the prints of official papers, what is told of them, who writes notices."""
        from coquang.records import doors, told
        from programmes import paper_told, permissions_of_papers
        from programmes.actions.notices import Notice
        from programmes.besides import put_beside
        from programmes.models import OfficialPaper
        from programmes.notice_paper import SOURCE, beside_draft
        from programmes.paper_sources import keep_source
        from programmes.task_holdings import register_tasks

        register_tasks()
        doors.keep_rule(permissions_of_papers.may_read_print)
        told.keep_teller(paper_told.tell)
        keep_source(SOURCE, Notice())
        put_beside(OfficialPaper, "text", beside_draft)
