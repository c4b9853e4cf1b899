"""/operation/: who operates what, on which terms."""

from django.urls import path

from operation.urls_dues import urlpatterns as dues
from operation.urls_jobs import urlpatterns as jobs
from operation.views import agreements, amending, forms, lists, notices, operators, panel, papers

app_name = "operation"
urlpatterns = [
    *dues,
    *jobs,
    path("", lists.agreements, name="list"),
    path("new/", forms.create, name="create"),
    path("notice/", notices.notice, name="notice"),
    path("asset/<int:asset>/", panel.panel, name="panel"),
    path("operators/", lists.operators, name="operators"),
    path("operators/new/", operators.create, name="operator_create"),
    path("operators/<int:pk>/", operators.operator, name="operator"),
    path("operators/<int:pk>/edit/", operators.edit, name="operator_edit"),
    path("operators/<int:pk>/sanction/", operators.impose, name="sanction"),
    path("sanctions/<int:pk>/lift/", operators.lift, name="lift"),
    path("sanctions/<int:pk>/decision/", operators.decision, name="sanction_decision"),
    path("<int:pk>/", agreements.agreement, name="agreement"),
    path("<int:pk>/edit/", forms.edit, name="edit"),
    path("<int:pk>/amend/", amending.amend, name="amend"),
    path("<int:pk>/amendments/<int:amendment>/", amending.paper, name="amendment_paper"),
    path("<int:pk>/print/", papers.summary, name="print"),
    path("<int:pk>/<str:which>/", agreements.document, name="document"),
]
