from django.urls import path

from hoaxa_danvan.notifications import views

app_name = "notifications"
urlpatterns = [
    path("tiep-nhan/<int:pk>/", views.batch_detail, name="batch-detail"),
    path("tiep-nhan/<int:pk>/hoan-tac/", views.batch_undo, name="batch-undo"),
    path("tiep-nhan/mot/<int:pk>/hoan-tac/", views.acceptance_undo, name="acceptance-undo"),
    path("", views.mail_list, name="mail-list"),
    path("thong-bao/", views.notice_list, name="notice-list"),
    path("thong-bao/da-doc/", views.notice_read_all, name="notice-read-all"),
    path("thong-bao/<int:pk>/da-doc/", views.notice_read, name="notice-read"),
    path("<int:pk>/", views.mail_detail, name="mail-detail"),
    path("<int:pk>/tep/", views.mail_attachment, name="mail-attachment"),
    path("<int:pk>/gui-lai/", views.mail_resend, name="mail-resend"),
]
