"""Money: bills, transfers, books; what is sold, and what each institution has."""

from django.urls import path

from platform_core.console import bills, books, contract_orders, contracts, coupons, office, plans

urlpatterns = [
    path("office/", office.office, name="office"),
    path("office/bills/", bills.bills, name="bills"),
    path("office/bills/<int:pk>/", bills.bill, name="bill"),
    path("office/bills/<int:pk>.pdf", bills.bill_pdf, name="bill_pdf"),
    path("office/bills/<int:pk>/voiding/", bills.voiding, name="bill_voiding"),
    path("office/transfers/<int:pk>/confirmation/", bills.confirmation, name="transfer_confirmation"),
    path("office/transfers/<int:pk>/rejection/", bills.rejection, name="transfer_rejection"),
    path("office/accounting.csv", books.accounting_csv, name="accounting_csv"),
    path("office/tax-invoices.xlsx", books.tax_workbook, name="tax_workbook"),
    path("office/plans/", plans.plans, name="plans"),
    path("office/plans/new/", plans.plan_new, name="plan_new"),
    path("office/plans/<slug:code>/", plans.plan, name="plan"),
    path("office/plans/<slug:code>/name/", plans.plan_name, name="plan_name"),
    path("office/plans/<slug:code>/version/", plans.plan_version, name="plan_version"),
    path("office/plans/<slug:code>/offering/", plans.plan_offering, name="plan_offering"),
    path("office/coupons/", coupons.coupons, name="coupons"),
    path("office/coupons/<int:pk>/withdrawal/", coupons.coupon_withdrawal, name="coupon_withdrawal"),
    path("office/contracts/<int:pk>/withdrawal/", contracts.contract_withdrawal, name="contract_withdrawal"),
    path("institutions/<int:pk>/contract/", contracts.contract, name="contract"),
    path("institutions/<int:pk>/contract-order/", contract_orders.contract_order, name="contract_order"),
    path("institutions/<int:pk>/contract/<slug:code>/", contracts.contract_version, name="contract_version"),
]
