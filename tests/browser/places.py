"""The pages people meet, by name: who looks, and where."""

CLERK, DISTRICT, KEEPER = "van-phong", "quan-uy", "quan-tri"

PAGES = {
    "sign-in": ("", "/dang-nhap/"),
    "my-work": (CLERK, "/viec-cua-toi/"),
    "sheets": (CLERK, "/so-lieu/"),
    "sheet": (CLERK, "/so-lieu/26755/2023-Q1/"),
    "sheet-paste": (CLERK, "/so-lieu/26755/2023-Q1/dan/"),
    "sheet-copy": (CLERK, "/so-lieu/26755/2023-Q1/chep/"),
    "figure": (CLERK, "/so-lieu/26755/2022-Q4/KT01/"),
    "board-ward": (CLERK, "/theo-doi/26755/2022/"),
    "board-district": (DISTRICT, "/theo-doi/760/2022/"),
    "board-sent": (DISTRICT, "/theo-doi/760/2023-Q1/?da-gui=1"),
    "board-indicator": (DISTRICT, "/theo-doi/760/2022/chi-tieu/KT01/"),
    "board-indicator-ward": (CLERK, "/theo-doi/26755/2022/chi-tieu/KT01/"),
    "overview": (DISTRICT, "/tong-quan/"),
    "report": (CLERK, "/bao-cao/26755/2022/"),
    "report-form": (CLERK, "/bao-cao/26755/2022/viet/"),
    "papers": (CLERK, "/van-ban/"),
    "paper": (CLERK, "/van-ban/1/"),  # the first of the fresh portal: see the fixture `look`
    "catalogue": (KEEPER, "/danh-muc/"),
    "bodies": (KEEPER, "/danh-muc/co-quan/"),
    "body-form": (KEEPER, "/danh-muc/co-quan/moi/"),
    "people": (KEEPER, "/danh-muc/nguoi/"),
    "appointments": (KEEPER, "/danh-muc/phan-cong/"),
    "themes": (KEEPER, "/danh-muc/chu-de/"),
    "days-off": (KEEPER, "/danh-muc/ngay-nghi/"),
    "indicators": (KEEPER, "/danh-muc/chi-tieu/"),
    "indicator": (KEEPER, "/danh-muc/chi-tieu/1/"),
    "indicator-form": (KEEPER, "/danh-muc/chi-tieu/moi/"),
    "periods": (KEEPER, "/danh-muc/ky-bao-cao/"),
    "reporting": (KEEPER, "/danh-muc/bao-cao-cua/26755/2023/"),
    "targets": (KEEPER, "/chi-tieu/26755/2023/"),
    "target-grid": (KEEPER, "/chi-tieu/26755/2023/nhap/"),
    "no-such-page": (CLERK, "/khong-co-trang-nay/"),
}
