from django.urls import path

from campaigns.views import (
    amending,
    amendments,
    campaigns,
    carrying_out,
    copying,
    duties,
    inspections,
    plan_editing,
    plans,
    review,
    task_imports,
    years,
)

app_name = "campaigns"

campaign_urls = [
    path("giai-doan/", campaigns.campaign_list, name="campaign-list"),
    path("cong-khai/", campaigns.campaign_public, name="campaign-public"),
    path("giai-doan/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("giai-doan/<int:pk>/sua-doi/", amendments.amendment_add, name="amendment-add"),
    path("giai-doan/sua-doi/<int:pk>/", amendments.amendment_detail, name="amendment-detail"),
    path("giai-doan/<int:pk>/phan-cong/", duties.campaign_duties, name="campaign-duties"),
    path("giai-doan/<int:pk>/so/", campaigns.campaign_number, name="campaign-number"),
    path("giai-doan/<int:pk>/ban-in/", campaigns.campaign_draw, name="campaign-draw"),
    path("giai-doan/nhap/", campaigns.campaign_import, name="campaign-import"),
    path("giai-doan/nhap/luu/", campaigns.campaign_import_confirm, name="campaign-import-confirm"),
]
year_urls = [
    path("nam/", years.year_list, name="year-list"),
    path("nam/moi/", years.year_prepare, name="year-prepare"),
    path("nam/<int:year>/", years.year_detail, name="year-detail"),
    path("nam/<int:year>/sua/", years.year_edit, name="year-edit"),
    path("nam/<int:year>/mo/", years.year_open, name="year-open"),
    path("nam/<int:year>/don-vi/<int:pk>/", duties.unit_year, name="unit-year"),
    path("nam/<int:year>/don-vi/<int:pk>/phan-cong/", duties.unit_duties, name="unit-duties"),
    path("nam/<int:year>/don-doc/<slug:kind>/", years.window_urging, name="window-urging"),
]
plan_urls = [
    path("", plans.plan_list, name="plan-list"),
    path("hang-cho/", review.plan_queue, name="plan-queue"),
    path("hang-cho/xem-truoc/", review.plan_accept_preview, name="plan-accept-preview"),
    path("hang-cho/tiep-nhan/", review.plan_accept_many, name="plan-accept-many"),
    path("bat-dau/<int:year>/", plans.plan_start, name="plan-start"),
    path("<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("<int:pk>/soan/", plan_editing.plan_edit, name="plan-edit"),
    path("<int:pk>/tu-luu/", plan_editing.plan_autosave, name="plan-autosave"),
    path("<int:pk>/chep-nam-truoc/", copying.plan_copy, name="plan-copy"),
    path("<int:pk>/nhap-bang/", task_imports.plan_import, name="plan-import"),
    path("<int:pk>/nhap-bang/tu-luu/", task_imports.plan_import_autosave, name="plan-import-autosave"),
    path("<int:pk>/xuat-bang/", task_imports.plan_export, name="plan-export"),
    path("bang-trong/<int:year>/", task_imports.plan_blank_table, name="plan-blank-table"),
    path("<int:pk>/kiem-tra/", plans.plan_check, name="plan-check"),
    path("<int:pk>/gui/", plans.plan_submit, name="plan-submit"),
    path("<int:pk>/rut-lai/", plans.plan_withdraw, name="plan-withdraw"),
    path("<int:pk>/dieu-chinh/", amending.plan_amend, name="plan-amend"),
    path("<int:pk>/bo-dieu-chinh/", amending.plan_drop_amendment, name="plan-drop-amendment"),
    path("<int:pk>/tiep-nhan/", plans.plan_accept, name="plan-accept"),
    path("<int:pk>/bo-sung/", plans.plan_return, name="plan-return"),
    path("<int:pk>/trao-doi/", plans.plan_remark, name="plan-remark"),
    path("<int:pk>/ban-in/", plans.plan_draw, name="plan-draw"),
]
task_urls = [
    path("<int:pk>/thuc-hien/", carrying_out.plan_progress, name="plan-progress"),
    path("viec/<int:pk>/", carrying_out.task_detail, name="task-detail"),
    path("viec/<int:pk>/cap-nhat/", carrying_out.task_update, name="task-update"),
]
inspection_urls = [
    path("kiem-tra/", inspections.inspection_list, name="inspection-list"),
    path("kiem-tra/moi/<int:year>/", inspections.inspection_plan, name="inspection-plan"),
    path("kiem-tra/<int:pk>/", inspections.inspection_detail, name="inspection-detail"),
    path("kiem-tra/<int:pk>/sua/", inspections.inspection_change, name="inspection-change"),
    path("kiem-tra/<int:pk>/thong-bao/", inspections.inspection_announce, name="inspection-announce"),
    path("kiem-tra/<int:pk>/ket-qua/", inspections.inspection_hold, name="inspection-hold"),
    path("kiem-tra/<int:pk>/ket-thuc/", inspections.inspection_close, name="inspection-close"),
    path("kiem-tra/<int:pk>/khong-to-chuc/", inspections.inspection_cancel, name="inspection-cancel"),
    path("kiem-tra/<int:pk>/can-khac-phuc/", inspections.finding_add, name="finding-add"),
    path("khac-phuc/<int:pk>/", inspections.finding_detail, name="finding-detail"),
    path("khac-phuc/<int:pk>/bao/", inspections.finding_report, name="finding-report"),
    path("khac-phuc/<int:pk>/chua-dat/", inspections.finding_reopen, name="finding-reopen"),
    path("khac-phuc/<int:pk>/xac-nhan/", inspections.finding_confirm, name="finding-confirm"),
    path("khac-phuc/<int:pk>/lui-han/", inspections.finding_extend, name="finding-extend"),
]
urlpatterns = campaign_urls + year_urls + plan_urls + task_urls + inspection_urls
