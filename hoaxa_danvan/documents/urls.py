from django.urls import path

from hoaxa_danvan.documents.views import documents, lookup

app_name = "documents"
urlpatterns = [
    path("tra-cuu/<str:code>/", lookup.lookup, name="lookup"),
    path("<int:pk>/", documents.document_detail, name="document-detail"),
    path("<int:pk>/lam-lai/", documents.document_retry, name="document-retry"),
    path("<int:pk>/doc/", documents.document_read, name="document-read"),
    path("<int:pk>/tai/", documents.document_download, name="document-download"),
]
