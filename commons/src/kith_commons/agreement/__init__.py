"""What every agreement follows, whatever it is about: it knows parties and clauses, and a template for all the rest."""
