from django.urls import include, path

urlpatterns = [
    path("", include("hoaxa_danvan.home.urls")),
    path("tai-khoan/", include("hoaxa_danvan.accounts.urls")),
    path("phieu/", include("hoaxa_danvan.workflow.urls")),
    path("minh-chung/", include("hoaxa_danvan.attachments.urls")),
    path("tieu-chi/", include("hoaxa_danvan.scoring.urls")),
    path("thu/", include("hoaxa_danvan.notifications.urls")),
    path("van-ban/", include("hoaxa_danvan.documents.urls")),
    path("ke-hoach/", include("campaigns.urls")),
    path("mo-hinh/", include("models_registry.urls")),
    path("khen-thuong/", include("awards.urls")),
    path("bao-cao/", include("reports.urls")),
]

handler400 = "hoaxa_danvan.home.views.bad_request"
handler403 = "hoaxa_danvan.home.views.forbidden"
handler404 = "hoaxa_danvan.home.views.not_found"
handler500 = "hoaxa_danvan.home.views.server_error"
