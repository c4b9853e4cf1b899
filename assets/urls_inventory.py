"""/assets/rounds/: 清产核资, and the tracing of what was formed before 2016."""

from django.urls import path

from assets.views import counting, deciding, homes, round_papers, rounds, tracing

urlpatterns = [
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/new/", rounds.create, name="round_create"),
    path("rounds/lines/", rounds.lines, name="round_lines"),
    path("rounds/lines/<int:pk>/", counting.line, name="round_line"),
    path("rounds/lines/<int:pk>/photos/<int:photo>/", counting.photo, name="line_photo"),
    path("rounds/decide/", deciding.decide, name="decide"),
    path("rounds/homes/", homes.index, name="round_homes"),
    path("rounds/homes/<int:pk>/", homes.home, name="round_home"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("rounds/<int:pk>/sheet/", counting.sheet, name="count_sheet"),
    path("rounds/<int:pk>/surplus/", counting.surplus, name="surplus"),
    path("rounds/<int:pk>/sheet/print/", round_papers.print_sheet, name="print_sheet"),
    path("rounds/<int:pk>/report/print/", round_papers.print_report, name="print_report"),
    path("<int:pk>/tracing/", tracing.edit, name="tracing"),
]
