from django.urls import path

from hoaxa_danvan.accounts.views import endings, own, people, units

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", own.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", own.sign_out, name="sign-out"),
    path("doi-mat-khau/", own.password_change, name="password-change"),
    path("vai-tro/", own.acting_choose, name="acting-choose"),
    path("noi-dung-con-lai/", own.resume, name="resume"),
    path("noi-dung-con-lai/bo/", own.resume_discard, name="resume-discard"),
    path("quan-tri/", units.unit_list, name="unit-list"),
    path("quan-tri/don-vi/them/", units.unit_create, name="unit-create"),
    path("quan-tri/don-vi/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("quan-tri/don-vi/<int:pk>/sua/", units.unit_change, name="unit-change"),
    path("quan-tri/don-vi/<int:pk>/sap-nhap/", endings.unit_merge, name="unit-merge"),
    path("quan-tri/don-vi/<int:pk>/ket-thuc/", endings.unit_close, name="unit-close"),
    path("quan-tri/don-vi/<int:pk>/chi-dao/", endings.unit_steer, name="unit-steer"),
    path("quan-tri/khoi/", units.unit_kind_list, name="unit-kind-list"),
    path("quan-tri/khoi/<int:pk>/sua/", units.unit_kind_change, name="unit-kind-change"),
    path("quan-tri/nguoi/", people.account_list, name="account-list"),
    path("quan-tri/nguoi/them/", people.account_issue, name="account-issue"),
    path("quan-tri/nguoi/<int:pk>/", people.account_detail, name="account-detail"),
    path("quan-tri/nguoi/<int:pk>/sua/", people.account_change, name="account-change"),
    path("quan-tri/nguoi/<int:pk>/cap-lai/", people.account_reset_password, name="account-reset-password"),
    path("quan-tri/nguoi/<int:pk>/khoa/", people.account_deactivate, name="account-deactivate"),
    path("quan-tri/nguoi/<int:pk>/mo-lai/", people.account_reactivate, name="account-reactivate"),
    path("quan-tri/nguoi/<int:pk>/phan-cong/", people.appointment_give, name="appointment-give"),
    path("quan-tri/phan-cong/<int:pk>/ket-thuc/", people.appointment_end, name="appointment-end"),
]
