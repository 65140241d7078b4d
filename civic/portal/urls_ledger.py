from django.urls import URLPattern, path

from civic.portal import receipts

urlpatterns: list[URLPattern] = [
    path("ledger/", receipts.ledger, name="ledger"),
    path("ledger/verify_ledger.py", receipts.verifier, name="ledger_verifier"),
    path("ledger/checkpoints/<int:number>.json", receipts.checkpoint, name="ledger_checkpoint"),
    path("ledger/tiles/<slug:place>.json", receipts.tile, name="ledger_tile"),
    path("me/receipts/", receipts.receipts, name="my_receipts"),
    path("me/receipts/<int:number>/", receipts.receipt, name="receipt"),
    path("me/receipts/<int:number>.json", receipts.receipt_file, name="receipt_file"),
]
