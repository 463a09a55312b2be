from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        """Say what is held here, who reads the prints of official papers and what is told of them."""
        from coquang.records import doors, told
        from programmes import paper_told, permissions_of_papers
        from programmes.task_holdings import register_tasks

        register_tasks()
        doors.keep_rule(permissions_of_papers.may_read_print)
        told.keep_teller(paper_told.tell)
