"""Settlement: what each organisation paid, and who owes whom."""
