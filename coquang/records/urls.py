from django.urls import path

from coquang.records import views

app_name = "records"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("kiem-tra/", views.verify, name="verify"),
    path("ma/<code:code>/", views.by_code, name="code"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/word/", views.word, name="paper-word"),
    path("<int:pk>/word-sua/", views.word_back, name="paper-word-back"),
    path("<int:pk>/tai/", views.download, name="paper-download"),
]
