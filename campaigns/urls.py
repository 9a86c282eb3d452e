from django.urls import path

from campaigns.views import campaigns, years

app_name = "campaigns"

campaign_urls = [
    path("giai-doan/", campaigns.campaign_list, name="campaign-list"),
    path("giai-doan/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("giai-doan/<int:pk>/so/", campaigns.campaign_number, name="campaign-number"),
    path("giai-doan/nhap/", campaigns.campaign_import, name="campaign-import"),
    path("giai-doan/nhap/luu/", campaigns.campaign_import_confirm, name="campaign-import-confirm"),
]
year_urls = [
    path("nam/", years.year_list, name="year-list"),
    path("nam/moi/", years.year_prepare, name="year-prepare"),
    path("nam/<int:year>/", years.year_detail, name="year-detail"),
    path("nam/<int:year>/sua/", years.year_edit, name="year-edit"),
    path("nam/<int:year>/mo/", years.year_open, name="year-open"),
]
urlpatterns = campaign_urls + year_urls
