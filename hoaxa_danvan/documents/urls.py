from django.urls import path

from hoaxa_danvan.documents.views import documents, lookup, papers

app_name = "documents"
urlpatterns = [
    path("soan/", papers.paper_start, name="paper-start"),
    path("soan/<int:pk>/", papers.paper_detail, name="paper-detail"),
    path("soan/<int:pk>/sua/", papers.paper_edit, name="paper-edit"),
    path("tra-cuu/<str:code>/", lookup.lookup, name="lookup"),
    path("<int:pk>/", documents.document_detail, name="document-detail"),
    path("<int:pk>/lam-lai/", documents.document_retry, name="document-retry"),
    path("<int:pk>/doc/", documents.document_read, name="document-read"),
    path("<int:pk>/tai/", documents.document_download, name="document-download"),
]
