from django.urls import path

from hoaxa_danvan.documents.views import documents, first_pages, issuing, lookup, numbers, papers, stationery

app_name = "documents"
urlpatterns = [
    path("", papers.paper_list, name="paper-list"),
    path("soan/", papers.paper_start, name="paper-start"),
    path("soan/<int:pk>/", papers.paper_detail, name="paper-detail"),
    path("soan/<int:pk>/sua/", papers.paper_edit, name="paper-edit"),
    path("soan/<int:pk>/tu-luu/", papers.paper_autosave, name="paper-autosave"),
    path("soan/<int:pk>/so-lieu/", papers.paper_renew, name="paper-renew"),
    path("soan/<int:pk>/du-thao/", papers.paper_draft, name="paper-draft"),
    path("soan/<int:pk>/ban-hanh/", issuing.paper_issue, name="paper-issue"),
    path("soan/<int:pk>/thoi/", papers.paper_drop, name="paper-drop"),
    path("tra-cuu/", lookup.lookup_form, name="lookup-form"),
    path("tra-cuu/<str:code>/", lookup.lookup, name="lookup"),
    path("<int:pk>/", documents.document_detail, name="document-detail"),
    path("<int:pk>/lam-lai/", documents.document_retry, name="document-retry"),
    path("<int:pk>/doc/", documents.document_read, name="document-read"),
    path("<int:pk>/tai/", documents.document_download, name="document-download"),
    path("<int:pk>/tai/<str:form>/", documents.document_download, name="document-download-form"),
    path("<int:pk>/thu-hoi/", documents.document_withdraw, name="document-withdraw"),
    path("so/", numbers.number_list, name="number-list"),
    path("so/<int:pk>/huy/", numbers.number_cancel, name="number-cancel"),
    path("mau/", stationery.stationery_list, name="stationery-list"),
    path("mau/nhiem-ky/", numbers.term_list, name="term-list"),
    path("mau/nhiem-ky/them/", numbers.term_create, name="term-create"),
    path("mau/nhiem-ky/<str:name>/sua/", numbers.term_change, name="term-change"),
    path("mau/trang-dau/<int:pk>/", first_pages.first_page, name="first-page"),
    path("mau/trang-dau/<int:pk>/anh.png", first_pages.first_page_picture, name="first-page-picture"),
    path("mau/trang-dau/<int:pk>/lam-lai/", first_pages.first_page_retry, name="first-page-retry"),
    path("mau/<str:kind>/<slug:key>/", stationery.stationery_detail, name="stationery-detail"),
    path("mau/<str:kind>/<slug:key>/sua/", stationery.stationery_edit, name="stationery-edit"),
    path("mau/<str:kind>/<slug:key>/xem-thu/", stationery.stationery_preview, name="stationery-preview"),
    path("mau/<str:kind>/<slug:key>/trang-dau/", stationery.stationery_draw, name="stationery-draw"),
    path("mau/<str:kind>/<slug:key>/sao-chep/", stationery.stationery_copy, name="stationery-copy"),
    path("mau/<str:kind>/<slug:key>/tro-ve/", stationery.stationery_reset, name="stationery-reset"),
]
