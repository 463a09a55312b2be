"""The addresses outside any app's name: coming in, coming in for the first time, and going out."""

from django.urls import path

from programmes.views import door, invitations, sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign-in"),
    path("chi-bo/", door.door, name="cell-door"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("moi/<str:token>/", invitations.join, name="join"),
]
