"""/operation/dues/, receipts/, arrears/: what operators owe and pay."""

from django.urls import path

from operation.views import arrears, demands, dues, receipts

urlpatterns = [
    path("dues/", dues.dues, name="dues"),
    path("dues/<int:pk>/", dues.due, name="due"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/new/", receipts.choose, name="receive_for"),
    path("receipts/new/<int:agreement>/", receipts.create, name="receive"),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("receipts/<int:pk>/evidence/", receipts.evidence, name="evidence"),
    path("arrears/", arrears.arrears, name="arrears"),
    path("arrears/demand/", demands.demand, name="demand"),
]
