"""The pages people meet, by name: who looks, and where."""

CLERK, DISTRICT = "van-phong", "quan-uy"

PAGES = {
    "sign-in": ("", "/dang-nhap/"),
    "my-work": (CLERK, "/viec-cua-toi/"),
    "sheets": (CLERK, "/so-lieu/"),
    "sheet": (CLERK, "/so-lieu/26755/2023-Q1/"),
    "figure": (CLERK, "/so-lieu/26755/2022-Q4/KT01/"),
    "board-ward": (CLERK, "/theo-doi/26755/2022/"),
    "board-district": (DISTRICT, "/theo-doi/760/2022/"),
    "report": (CLERK, "/bao-cao/26755/2022/"),
    "report-form": (CLERK, "/bao-cao/26755/2022/viet/"),
    "papers": (CLERK, "/van-ban/"),
    "paper": (CLERK, "/van-ban/1/"),  # the first of the fresh portal: see the fixture `look`
    "no-such-page": (CLERK, "/khong-co-trang-nay/"),
}
