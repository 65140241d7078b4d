"""Money: bills, transfers, books."""

from django.urls import path

from platform_core.console import office

urlpatterns = [
    path("office/", office.office, name="office"),
    path("office/bills/", office.bills, name="bills"),
    path("office/bills/<int:pk>/", office.bill, name="bill"),
    path("office/bills/<int:pk>.pdf", office.bill_pdf, name="bill_pdf"),
    path("office/bills/<int:pk>/voiding/", office.voiding, name="bill_voiding"),
    path("office/transfers/<int:pk>/confirmation/", office.confirmation, name="transfer_confirmation"),
    path("office/transfers/<int:pk>/rejection/", office.rejection, name="transfer_rejection"),
    path("office/accounting.csv", office.accounting_csv, name="accounting_csv"),
    path("office/tax-invoices.csv", office.tax_csv, name="tax_csv"),
]
