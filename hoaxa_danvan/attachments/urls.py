from django.urls import path

from hoaxa_danvan.attachments import views

app_name = "attachments"
urlpatterns = [
    path("them/<str:kind>/<int:pk>/", views.evidence_add, name="evidence-add"),
    path("<int:pk>/", views.evidence_file, name="evidence-file"),
    path("<int:pk>/nho/", views.evidence_thumbnail, name="evidence-thumbnail"),
    path("<int:pk>/sua/", views.evidence_change, name="evidence-change"),
    path("<int:pk>/bo/", views.evidence_remove, name="evidence-remove"),
]
