from django.urls import path

from hoaxa_danvan.scoring import views

app_name = "scoring"
urlpatterns = [
    path("", views.rubric_list, name="rubric-list"),
    path("nam/<int:year>/", views.rubric_year, name="rubric-year"),
    path("<int:pk>/", views.rubric_detail, name="rubric-detail"),
    path("<int:pk>/sua/", views.rubric_edit, name="rubric-edit"),
    path("<int:pk>/tu-luu/", views.rubric_autosave, name="rubric-autosave"),
    path("<int:pk>/cong-bo/", views.rubric_publish, name="rubric-publish"),
    path("<int:pk>/phien-ban-moi/", views.rubric_copy, name="rubric-copy"),
]
