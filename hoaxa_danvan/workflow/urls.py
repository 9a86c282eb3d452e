from django.urls import path

from hoaxa_danvan.workflow import views

app_name = "workflow"
urlpatterns = [
    path("<int:pk>/", views.receipt_detail, name="receipt-detail"),
    path("y-kien/<int:kind>/<int:pk>/ghi/", views.note_pin, name="note-pin"),
    path("y-kien/<int:pk>/bo/", views.note_unpin, name="note-unpin"),
    path("y-kien/<int:pk>/tra-loi/", views.note_answer, name="note-answer"),
    path("ban-nhap/bo/", views.draft_drop, name="draft-drop"),
]
