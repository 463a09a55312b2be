from django.urls import path
from django.views.generic import RedirectView

from indicators.views import boards, catalogue, figures, notes, periods, reporting, reports, sheets, targets, work

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
    path("so-lieu/<code:unit>/<quarter:period>/<code:indicator>/nguon/", notes.figure_note, name="figure-note"),
    path("so-lieu/<code:unit>/<quarter:period>/<code:indicator>/doc/", figures.read_back, name="figure-read"),
    path("chi-tieu/<code:unit>/<int:year>/", targets.target_list, name="targets"),
    path("chi-tieu/<code:unit>/<int:year>/moi/", targets.target_new, name="target-new"),
    path("chi-tieu/<code:unit>/<int:year>/nhap/", targets.target_grid, name="target-grid"),
    path("chi-tieu/<code:unit>/<int:year>/nhap/dan/", targets.target_paste, name="target-paste"),
    path("chi-tieu/<code:unit>/<int:year>/<int:pk>/sua/", targets.target_revise, name="target-revise"),
    path("chi-tieu/<code:unit>/<int:year>/<int:pk>/chinh/", targets.target_main, name="target-main"),
    path("chi-tieu/<code:unit>/<int:year>/<int:pk>/bo/", targets.target_remove, name="target-remove"),
    path("theo-doi/", boards.boards, name="boards"),
    path("theo-doi/<code:unit>/<period:period>/", boards.board, name="board"),
    path("bao-cao/<code:unit>/<period:period>/", reports.report, name="report"),
    path("bao-cao/<code:unit>/<period:period>/in/", reports.report_print, name="report-print"),
    path("bao-cao/<code:unit>/<period:period>/viet/", reports.report_edit, name="report-edit"),
    path("danh-muc/chi-tieu/", catalogue.indicator_list, name="indicators"),
    path("danh-muc/chi-tieu/moi/", catalogue.indicator_new, name="indicator-new"),
    path("danh-muc/chi-tieu/<int:pk>/", catalogue.indicator, name="indicator"),
    path("danh-muc/chi-tieu/<int:pk>/sua/", catalogue.indicator_edit, name="indicator-edit"),
    path("danh-muc/chi-tieu/<int:pk>/cach-tinh/", catalogue.definition_new, name="definition-new"),
    path("danh-muc/linh-vuc/", catalogue.field_list, name="fields"),
    path("danh-muc/linh-vuc/<int:pk>/sua/", catalogue.field_edit, name="field-edit"),
    path("danh-muc/bao-cao-cua/", reporting.units, name="reporting-units"),
    path("danh-muc/bao-cao-cua/<code:unit>/<int:year>/", reporting.reporting, name="reporting"),
    path("danh-muc/bao-cao-cua/<code:unit>/<int:year>/<int:pk>/sua/", reporting.row_edit, name="reporting-edit"),
    path("danh-muc/ky-bao-cao/", periods.period_list, name="periods"),
    path("danh-muc/ky-bao-cao/moi/", periods.lay_out, name="periods-lay-out"),
    path("danh-muc/ky-bao-cao/han-gui/<int:pk>/sua/", periods.deadline_edit, name="deadline-edit"),
]
