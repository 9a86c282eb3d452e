from django.urls import path

from reports.views import aggregates, dashboard, downloads, periods, report_editing, unit_reports

app_name = "reports"

period_urls = [
    path("ky/", periods.period_list, name="period-list"),
    path("ky/<int:pk>/", periods.period_detail, name="period-detail"),
    path("ky/<int:pk>/bat-dau/", periods.report_start, name="unit-report-start"),
    path("ky/<int:pk>/ngay/", periods.period_days, name="period-days"),
    path("ky/<int:pk>/chot/", periods.period_freeze, name="period-freeze"),
]
unit_report_urls = [
    path("ky/hang-cho/", unit_reports.unit_report_queue, name="unit-report-queue"),
    path("ky/don-vi/<int:pk>/", unit_reports.unit_report_detail, name="unit-report-detail"),
    path("ky/don-vi/<int:pk>/soan/", report_editing.unit_report_edit, name="unit-report-edit"),
    path("ky/don-vi/<int:pk>/tu-luu/", report_editing.unit_report_autosave, name="unit-report-autosave"),
    path("ky/don-vi/<int:pk>/kiem-tra/", unit_reports.unit_report_check, name="unit-report-check"),
    path("ky/don-vi/<int:pk>/gui/", unit_reports.unit_report_submit, name="unit-report-submit"),
    path("ky/don-vi/<int:pk>/rut-lai/", unit_reports.unit_report_withdraw, name="unit-report-withdraw"),
    path("ky/don-vi/<int:pk>/tiep-nhan/", unit_reports.unit_report_accept, name="unit-report-accept"),
    path("ky/don-vi/<int:pk>/bo-sung/", unit_reports.unit_report_return, name="unit-report-return"),
    path("ky/don-vi/<int:pk>/trao-doi/", unit_reports.unit_report_remark, name="unit-report-remark"),
]
aggregate_urls = [
    path("ky/tai-ve/", downloads.document_list, name="document-list"),
    path("ky/tong-hop/<int:pk>/", aggregates.aggregate_detail, name="aggregate-detail"),
    path("ky/tong-hop/<int:pk>/soan/", aggregates.aggregate_edit, name="aggregate-edit"),
    path("ky/tong-hop/<int:pk>/tu-luu/", aggregates.aggregate_autosave, name="aggregate-autosave"),
    path("ky/tong-hop/<int:pk>/du-thao/", aggregates.aggregate_draft, name="aggregate-draft"),
    path(
        "ky/tong-hop/<int:pk>/ban-gui-thanh-uy/", aggregates.aggregate_city_draft, name="aggregate-city-draft"
    ),
    path("ky/tong-hop/<int:pk>/trinh/", aggregates.aggregate_present, name="aggregate-present"),
    path("ky/tong-hop/<int:pk>/hoan-thien/", aggregates.aggregate_rework, name="aggregate-rework"),
    path("ky/tong-hop/<int:pk>/ban-hanh/", aggregates.aggregate_issue, name="aggregate-issue"),
    path("ky/tong-hop/<int:pk>/gui-thanh-uy/", aggregates.aggregate_send, name="aggregate-send"),
]
dashboard_urls = [
    path("tong-quan/", dashboard.dashboard, name="dashboard"),
    path("tong-quan/tien-do/<int:year>/", dashboard.progress, name="progress"),
    path("so/<int:year>/<slug:slug>/", dashboard.rows, name="rows"),
    path("so/ky/<int:pk>/<slug:slug>/", dashboard.period_rows, name="period-rows"),
]
urlpatterns = period_urls + unit_report_urls + aggregate_urls + dashboard_urls
