from django.urls import path

from programmes.views import appointments, bodies, calendar, capacities, catalogue, delegations, groups, people, themes

app_name = "programmes"
urlpatterns = [
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/co-quan/", bodies.body_list, name="bodies"),
    path("danh-muc/co-quan/moi/", bodies.body_new, name="body-new"),
    path("danh-muc/co-quan/<int:pk>/sua/", bodies.body_edit, name="body-edit"),
    path("danh-muc/co-quan/<int:pk>/ket-thuc/", bodies.body_end, name="body-end"),
    path("danh-muc/nguoi/", people.person_list, name="people"),
    path("danh-muc/nguoi/moi/", people.person_new, name="person-new"),
    path("danh-muc/nguoi/<int:pk>/", people.person, name="person"),
    path("danh-muc/nguoi/<int:pk>/sua/", people.person_edit, name="person-edit"),
    path("danh-muc/nguoi/<int:pk>/dong/", people.person_close, name="person-close"),
    path("danh-muc/nguoi/<int:pk>/mo/", people.person_open, name="person-open"),
    path("danh-muc/nguoi/<int:pk>/moi-dang-nhap/", people.person_invite, name="person-invite"),
    path("danh-muc/phan-cong/", appointments.appointment_list, name="appointments"),
    path("danh-muc/phan-cong/moi/", appointments.appointment_new, name="appointment-new"),
    path("danh-muc/phan-cong/<int:pk>/ket-thuc/", appointments.appointment_end, name="appointment-end"),
    path("danh-muc/nhom/", groups.group_list, name="groups"),
    path("danh-muc/nhom/moi/", groups.group_new, name="group-new"),
    path("danh-muc/nhom/<int:pk>/sua/", groups.group_edit, name="group-edit"),
    path("danh-muc/nhom/<int:pk>/ket-thuc/", groups.group_end, name="group-end"),
    path("danh-muc/chu-de/", themes.theme_list, name="themes"),
    path("danh-muc/chu-de/moi/", themes.theme_new, name="theme-new"),
    path("danh-muc/chu-de/<int:pk>/sua/", themes.theme_edit, name="theme-edit"),
    path("danh-muc/ngay-nghi/", calendar.days_off, name="days-off"),
    path("danh-muc/ngay-nghi/moi/", calendar.day_off_new, name="day-off-new"),
    path("danh-muc/ngay-nghi/<int:pk>/bo/", calendar.day_off_remove, name="day-off-remove"),
    path("tai-khoan/", people.account, name="account"),
    path("uy-quyen/", delegations.delegation_list, name="delegations"),
    path("uy-quyen/moi/", delegations.delegation_new, name="delegation-new"),
    path("uy-quyen/<int:pk>/thu-lai/", delegations.delegation_revoke, name="delegation-revoke"),
    path("tu-cach/", capacities.capacity, name="capacity"),
]
