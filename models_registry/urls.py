from django.urls import path

from models_registry.views import (
    appraisal,
    appraisal_editing,
    entries,
    entry_editing,
    lists,
    recognition,
    showcase,
)

app_name = "models_registry"

entry_urls = [
    path("", entries.entry_list, name="entry-list"),
    path("hang-cho/", entries.entry_queue, name="entry-queue"),
    path("dang-ky/<int:year>/", entry_editing.entry_start, name="entry-start"),
    path("<int:pk>/", entries.entry_detail, name="entry-detail"),
    path("<int:pk>/soan/", entry_editing.entry_edit, name="entry-edit"),
    path("<int:pk>/tu-luu/", entry_editing.entry_autosave, name="entry-autosave"),
    path("<int:pk>/kiem-tra/", entries.entry_check, name="entry-check"),
    path("<int:pk>/gui/", entries.entry_submit, name="entry-submit"),
    path("<int:pk>/rut-lai/", entries.entry_withdraw, name="entry-withdraw"),
    path("<int:pk>/bo/", entries.entry_discard, name="entry-discard"),
    path("<int:pk>/tiep-nhan/", entries.entry_accept, name="entry-accept"),
    path("<int:pk>/bo-sung/", entries.entry_return, name="entry-return"),
    path("<int:pk>/trao-doi/", entries.entry_remark, name="entry-remark"),
    path("<int:pk>/ly-lich/", entries.sheet_draw, name="sheet-draw"),
    path("<int:pk>/tien-do/", entry_editing.update_add, name="update-add"),
    path("<int:pk>/tham-dinh/<int:year>/", appraisal.assessment_start, name="assessment-start"),
]
list_urls = [
    path("danh-muc/<int:year>/", lists.yearly_list, name="yearly-list"),
    path("danh-muc/<int:year>/xac-nhan/", lists.list_confirm, name="list-confirm"),
    path("danh-muc/muc/<int:pk>/", lists.standing_change, name="standing-change"),
]
appraisal_urls = [
    path("tham-dinh/", appraisal.assessment_list, name="assessment-list"),
    path("tham-dinh/<int:pk>/", appraisal.assessment_detail, name="assessment-detail"),
    path("tham-dinh/<int:pk>/soan/", appraisal_editing.assessment_edit, name="assessment-edit"),
    path("tham-dinh/<int:pk>/tu-luu/", appraisal_editing.assessment_autosave, name="assessment-autosave"),
    path("tham-dinh/<int:pk>/gui/", appraisal.assessment_submit, name="assessment-submit"),
    path("tham-dinh/<int:pk>/rut-lai/", appraisal.assessment_withdraw, name="assessment-withdraw"),
    path("tham-dinh/<int:pk>/cham/", appraisal.assessment_review, name="assessment-review"),
    path("tham-dinh/<int:pk>/ket-qua/", appraisal.assessment_decide, name="assessment-decide"),
    path("cong-nhan/<int:year>/", recognition.recognition_record, name="recognition-record"),
    path("cong-nhan/<int:year>/soan/", recognition.decision_draft, name="decision-draft"),
    path("quyet-dinh/<int:pk>/", recognition.decision_detail, name="decision-detail"),
    path("quyet-dinh/<int:pk>/giay-chung-nhan/", recognition.certificates_draw, name="certificates-draw"),
]
public_urls = [
    path("cong-khai/", showcase.showcase, name="showcase"),
    path("cong-khai/<int:pk>/", showcase.showcase_detail, name="showcase-detail"),
    path("cong-khai/anh/<int:pk>/", showcase.showcase_photo, name="showcase-photo"),
    path("cong-khai/anh/<int:pk>/nho/", showcase.showcase_thumbnail, name="showcase-thumbnail"),
]
urlpatterns = entry_urls + list_urls + appraisal_urls + public_urls
