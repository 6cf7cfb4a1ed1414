"""The money of networks that several bodies own: asks and grants, what was spent, and the account of each year."""
