from django.urls import path

from programmes.views import bodies, catalogue

app_name = "programmes"
urlpatterns = [
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/co-quan/", bodies.body_list, name="bodies"),
    path("danh-muc/co-quan/moi/", bodies.body_new, name="body-new"),
    path("danh-muc/co-quan/<int:pk>/sua/", bodies.body_edit, name="body-edit"),
    path("danh-muc/co-quan/<int:pk>/ket-thuc/", bodies.body_end, name="body-end"),
]
