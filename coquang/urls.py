"""Every address. All are closed to those who have not signed in, unless a view says otherwise."""

from django.urls import include, path, register_converter

from coquang import converters, pages

register_converter(converters.PeriodConverter, "period")
register_converter(converters.QuarterConverter, "quarter")
register_converter(converters.CodeConverter, "code")

urlpatterns = [
    path("ngon-ngu/", pages.choose_language, name="language"),
    path("healthz/live", pages.live, name="live"),
    path("healthz/ready", pages.ready, name="ready"),
    path("healthz/well", pages.well, name="well"),
    path("van-ban/", include("coquang.records.urls")),
    path("", include("programmes.doors")),
    path("", include("programmes.urls")),
    path("", include("indicators.urls")),
]
