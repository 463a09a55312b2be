from django.urls import path
from django.views.generic import RedirectView

from indicators.views import boards, figures, reports, sheets, work

app_name = "indicators"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="indicators:work"), name="home"),
    path("viec-cua-toi/", work.my_work, name="work"),
    path("so-lieu/", sheets.sheet_list, name="sheets"),
    path("so-lieu/<code:unit>/<quarter:period>/", sheets.sheet_detail, name="sheet"),
    path("so-lieu/<code:unit>/<quarter:period>/luu/", sheets.sheet_save, name="sheet-save"),
    path("so-lieu/<code:unit>/<quarter:period>/ra-soat/", sheets.sheet_vet, name="sheet-vet"),
    path("so-lieu/<code:unit>/<quarter:period>/duyet/", sheets.sheet_approve, name="sheet-approve"),
    path("so-lieu/<code:unit>/<quarter:period>/tra-lai/", sheets.sheet_return, name="sheet-return"),
    path("so-lieu/<code:unit>/<quarter:period>/<code:indicator>/", figures.figure, name="figure"),
    path("so-lieu/<code:unit>/<quarter:period>/<code:indicator>/doc/", figures.read_back, name="figure-read"),
    path("theo-doi/", boards.boards, name="boards"),
    path("theo-doi/<code:unit>/<period:period>/", boards.board, name="board"),
    path("bao-cao/<code:unit>/<period:period>/", reports.report, name="report"),
    path("bao-cao/<code:unit>/<period:period>/in/", reports.report_print, name="report-print"),
    path("bao-cao/<code:unit>/<period:period>/viet/", reports.report_edit, name="report-edit"),
]
