"""The two addresses outside any app's name: coming in and going out."""

from django.urls import path

from programmes.views import sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
]
