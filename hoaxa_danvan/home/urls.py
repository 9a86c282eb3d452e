from django.urls import path

from hoaxa_danvan.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("viec-cua-toi/", views.tasks, name="tasks"),
    path("thanh-phan/", views.components, name="components"),
]
