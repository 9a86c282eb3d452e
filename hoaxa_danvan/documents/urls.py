from django.urls import path

from hoaxa_danvan.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:pk>/", views.document_detail, name="document-detail"),
    path("<int:pk>/lam-lai/", views.document_retry, name="document-retry"),
    path("<int:pk>/doc/", views.document_read, name="document-read"),
    path("<int:pk>/tai/", views.document_download, name="document-download"),
]
