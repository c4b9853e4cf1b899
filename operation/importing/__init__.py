"""二（六）What lines of workbooks mean: receipts matched with who owes, amounts worked out."""
