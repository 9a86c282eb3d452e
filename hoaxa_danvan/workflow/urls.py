from django.urls import path

from hoaxa_danvan.workflow.views import office, papers, remarks

app_name = "workflow"

paper_urls = [
    path("<int:pk>/", papers.receipt_detail, name="receipt-detail"),
    path("y-kien/<int:kind>/<int:pk>/ghi/", papers.note_pin, name="note-pin"),
    path("y-kien/<int:pk>/bo/", papers.note_unpin, name="note-unpin"),
    path("y-kien/<int:pk>/tra-loi/", papers.note_answer, name="note-answer"),
    path("y-kien/<int:pk>/danh-dau/", papers.note_tick, name="note-tick"),
    path("ban-nhap/bo/", papers.draft_drop, name="draft-drop"),
]
office_urls = [
    path("trinh/", office.proposal_list, name="proposal-list"),
    path("trinh/<int:kind>/<int:pk>/", office.proposal_make, name="proposal-make"),
    path("trinh/<int:pk>/chuyen-lai/", office.proposal_send_back, name="proposal-send-back"),
    path("cach-lam-viec/", office.review_setting, name="review-setting"),
    path("y-kien/<int:pk>/bao-cao/", office.referral_make, name="referral-make"),
    path("bao-cao/<int:pk>/", office.referral_opinion, name="referral-opinion"),
    path("cau-gop-y/", remarks.remark_list, name="remark-list"),
    path("cau-gop-y/moi/", remarks.remark_add, name="remark-add"),
    path("cau-gop-y/<int:pk>/", remarks.remark_change, name="remark-change"),
]
urlpatterns = paper_urls + office_urls
