"""Places: asked for, granted, waited for, offered, given back."""
